import { Loader, Text } from '@mantine/core';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useView } from '../store/view.ts';
import classes from './designer.module.css';

/** What is not needed to draw the flow is loaded a moment after it is there, or when it is first wanted. */
const SOON_MS = 1500;

const loadEditor = () => import('../editor/node-editor.tsx');
const loadPanel = () => import('../panels/side-panel.tsx');
const loadPublish = () => import('../versions/publish-dialog.tsx');
const loadSheet = () => import('../keys/shortcut-sheet.tsx');
const Editor = lazy(() => loadEditor().then(({ NodeEditor }) => ({ default: NodeEditor })));
const Panel = lazy(() => loadPanel().then(({ SidePanel }) => ({ default: SidePanel })));
const Publish = lazy(() => loadPublish().then(({ PublishDialog }) => ({ default: PublishDialog })));
const Sheet = lazy(() => loadSheet().then(({ ShortcutSheet }) => ({ default: ShortcutSheet })));

/** Beside the canvas: problems, or the outline. */
export function Side() {
  const isOpen = useView(({ panel }) => panel === 'problems' || panel === 'outline');
  return <Suspense>{isOpen && <Panel />}</Suspense>;
}

/** Over the canvas: publishing, and every key. They stay once they are there, so that the keyboard goes back to where it was. */
export function Dialogs({ flow }: { flow: string }) {
  const isWanted = useView(({ dialog }) => dialog === 'publish' || dialog === 'shortcuts');
  const [isThere, setThere] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      // What does not come now is asked for again when it is wanted.
      void Promise.all([loadPublish(), loadSheet(), loadPanel(), loadEditor()]).then(
        () => setThere(true),
        () => {},
      );
    }, SOON_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Suspense>
      {(isWanted || isThere) && (
        <>
          <Sheet />
          <Publish flow={flow} />
        </>
      )}
    </Suspense>
  );
}

/** Where the node editor stands, over the canvas, while a node is open. */
export function NodeEditor() {
  const isOpen = useView((state) => state.open !== null);
  if (!isOpen) return null;
  return (
    <Suspense fallback={<Opening />}>
      <Editor />
    </Suspense>
  );
}

function Opening() {
  return (
    <div className={classes.opening} role="status">
      <Loader size="sm" type="dots" />
      <Text c="dimmed" fz="sm">
        Opening the node
      </Text>
    </div>
  );
}

const TryIt = lazy(() => import('../try/drawer.tsx').then(({ Drawer: loaded }) => ({ default: loaded })));

/** Below the canvas: trying the flow, its tests, samples and answers. Once opened it stays, so that what was chosen and tried does too. */
export function Drawer() {
  const isOpen = useView(({ panel }) => panel === 'try' || panel === 'tests' || panel === 'samples');
  const [wasOpen, setOpened] = useState(false);
  useEffect(() => {
    if (isOpen) setOpened(true);
  }, [isOpen]);
  return <Suspense>{(isOpen || wasOpen) && <TryIt />}</Suspense>;
}
