import { Skeleton } from '@mantine/core';
import { type ComponentProps, lazy, Suspense } from 'react';
import type { CodeEditor } from './code-editor.tsx';

const Editor = lazy(async () => {
  const { prepareMonaco } = await import('./environment.ts');
  prepareMonaco();
  const { CodeEditor: loaded } = await import('./code-editor.tsx');
  return { default: loaded };
});

/** Monaco, loaded when it is first wanted. */
export function LazyEditor(props: ComponentProps<typeof CodeEditor>) {
  return (
    <Suspense fallback={<Skeleton height="100%" mih={120} radius={0} />}>
      <Editor {...props} />
    </Suspense>
  );
}
