import './features.ts';
import * as monaco from 'monaco-editor/editor/editor.api';
import { javascriptDefaults, ScriptTarget } from 'monaco-editor/languages/features/typescript/register';
import { registerJsonata } from './jsonata.ts';

/** JavaScript without a browser or Node around it: what the sandbox has. */
javascriptDefaults.setCompilerOptions({
  target: ScriptTarget.ESNext,
  lib: ['es2023'],
  allowJs: true,
  checkJs: true,
  allowNonTsExtensions: true,
  noImplicitAny: false,
  strict: false,
});
/** The code is the body of an async function: `return` and `await` stand at its top. */
javascriptDefaults.setDiagnosticsOptions({ diagnosticCodesToIgnore: [1108, 1375, 1378, 80005, 7044, 6133] });
javascriptDefaults.setEagerModelSync(true);

registerJsonata(monaco);

for (const [name, base] of [
  ['throughline-light', 'vs'],
  ['throughline-dark', 'vs-dark'],
] as const) {
  const isLight = base === 'vs';
  monaco.editor.defineTheme(name, {
    base,
    inherit: true,
    rules: [
      // Monaco's own green is too weak on our dark ground.
      { token: 'comment', foreground: isLight ? '28611a' : '8fbf7c' },
      { token: 'keyword', foreground: isLight ? '1f37c9' : '79b8f0' },
      { token: 'function', foreground: isLight ? '6741d9' : 'b197fc' },
      { token: 'variable.dollar', foreground: isLight ? '6741d9' : 'b197fc' },
      { token: 'type', foreground: isLight ? '0b5a5a' : '66d9e8' },
      { token: 'string', foreground: isLight ? '2b6a30' : '8ce99a' },
      { token: 'number', foreground: isLight ? '135590' : '74c0fc' },
    ],
    colors: {
      ...(isLight
        ? { 'editor.background': '#ffffff', 'editorLineNumber.foreground': '#6b7480' }
        : { 'editor.background': '#1f2125', 'editorLineNumber.foreground': '#8b939e' }),
      // Pale enough for every word on them.
      'diffEditor.insertedTextBackground': '#2b8a3e24',
      'diffEditor.removedTextBackground': '#c92a2a24',
      'diffEditor.insertedLineBackground': '#2b8a3e14',
      'diffEditor.removedLineBackground': '#c92a2a14',
    },
  });
}

/** Declares what the code sees; in place of what was declared before. */
export function declare(text: string): { dispose: () => void } {
  return javascriptDefaults.addExtraLib(text, 'file:///throughline.d.ts');
}

export { monaco };
