import { Loader, Text } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import { useView } from '../store/view.ts';
import classes from './designer.module.css';

const loadEditor = () => import('../editor/node-editor.tsx');
/** Loaded when somebody opens a node, or a moment after the flow is there: settings, input and output. */
const Editor = lazy(() => loadEditor().then(({ NodeEditor }) => ({ default: NodeEditor })));

const SOON_MS = 1500;

// An address that names a node: both are loaded side by side.
if (new URLSearchParams(window.location.search).has('node')) void loadEditor().catch(() => {});

/** Where the node editor stands, over the canvas, while a node is open. */
export function NodeEditor() {
  const isOpen = useView((state) => state.open !== null);
  useEffect(() => {
    // What is not there yet is asked for again when a node is opened.
    const timer = setTimeout(() => void loadEditor().catch(() => {}), SOON_MS);
    return () => clearTimeout(timer);
  }, []);
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

/** Below the canvas: trying the flow, its tests, samples and answers. */
export function Drawer() {
  const isOpen = useView(({ panel }) => panel === 'try' || panel === 'tests' || panel === 'samples');
  return <Suspense>{isOpen && <TryIt />}</Suspense>;
}
