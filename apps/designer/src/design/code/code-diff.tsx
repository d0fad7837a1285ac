import { Modal } from '@mantine/core';
import { type ComponentProps, lazy, Suspense } from 'react';
import { Waiting } from '../../frame/waiting.tsx';
import classes from './code.module.css';
import type { DiffEditor } from './diff-editor.tsx';

const Lazy = lazy(() => import('./diff-editor.tsx').then((module) => ({ default: module.DiffEditor })));

interface CodeDiffProps extends ComponentProps<typeof DiffEditor> {
  /** What both sides are called. */
  sides: { before: string; after: string };
  close: () => void;
}

/** Two versions of one code side by side, over everything else; Monaco is loaded when it is first wanted. */
export function CodeDiff({ sides, close, ...texts }: CodeDiffProps) {
  return (
    <Modal opened onClose={close} title={texts.label} size="90%" closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className={classes.sides}>
        <span>{sides.before}</span>
        <span>{sides.after}</span>
      </div>
      <Suspense fallback={<Waiting words="Opening the comparison" height={480} />}>
        <Lazy {...texts} />
      </Suspense>
    </Modal>
  );
}
