import { lazy, Suspense } from 'react';
import { useView } from '../store/view.ts';

/** Loaded when somebody opens a node: settings, input and output, with their own heavy parts. */
const Editor = lazy(() => import('../editor/node-editor.tsx').then(({ NodeEditor }) => ({ default: NodeEditor })));

/** Where the node editor stands, over the canvas, while a node is open. */
export function NodeEditor() {
  const isOpen = useView((state) => state.open !== null);
  return isOpen ? <Editor /> : null;
}

const TryIt = lazy(() => import('../try/drawer.tsx').then(({ Drawer: loaded }) => ({ default: loaded })));

/** Below the canvas: trying the flow, its tests, samples and answers. */
export function Drawer() {
  const isOpen = useView(({ panel }) => panel === 'try' || panel === 'tests' || panel === 'samples');
  return <Suspense>{isOpen && <TryIt />}</Suspense>;
}
