import { type ComponentProps, lazy, Suspense } from 'react';
import { Waiting } from '../../frame/waiting.tsx';
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
    <Suspense fallback={<Waiting words="Opening the code editor" />}>
      <Editor {...props} />
    </Suspense>
  );
}
