import { Modal, Skeleton } from '@mantine/core';
import { type ComponentProps, lazy, Suspense } from 'react';
import type { DiffEditor } from './diff-editor.tsx';

const Lazy = lazy(() => import('./diff-editor.tsx').then((module) => ({ default: module.DiffEditor })));

interface CodeDiffProps extends ComponentProps<typeof DiffEditor> {
  close: () => void;
}

/** Two versions of one code side by side, over everything else; Monaco is loaded when it is first wanted. */
export function CodeDiff({ close, ...texts }: CodeDiffProps) {
  return (
    <Modal opened onClose={close} title={texts.label} size="90%" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Suspense fallback={<Skeleton height={480} />}>
        <Lazy {...texts} />
      </Suspense>
    </Modal>
  );
}
