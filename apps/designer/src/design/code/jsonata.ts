import { completions } from '../editor/expression/complete.ts';
import { functionNamed } from '../editor/expression/functions.ts';
import { emptyShape, type Shape } from '../editor/message/shape.ts';

type Monaco = typeof import('monaco-editor/editor/editor.api');

/** The message that each JSONata text is about, by the address of its model. */
const shapes = new Map<string, Shape>();

export function describeMessage(uri: string, shape: Shape): void {
  shapes.set(uri, shape);
}

/** Colours, completion over the message and help of functions for JSONata. */
export function registerJsonata(monaco: Monaco): void {
  monaco.languages.register({ id: 'jsonata' });
  monaco.languages.setLanguageConfiguration('jsonata', {
    comments: { blockComment: ['/*', '*/'] },
    brackets: [
      ['{', '}'],
      ['[', ']'],
      ['(', ')'],
    ],
    autoClosingPairs: [
      { open: '{', close: '}' },
      { open: '[', close: ']' },
      { open: '(', close: ')' },
      { open: '"', close: '"', notIn: ['string'] },
    ],
  });
  monaco.languages.setMonarchTokensProvider('jsonata', {
    tokenizer: {
      root: [
        [/\/\*/, 'comment', '@comment'],
        [/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/, 'string'],
        [/\$[A-Za-z_]\w*(?=\s*\()/, 'function'],
        [/\$\$?\w*/, 'variable.dollar'],
        [/\b(?:and|or|in|true|false|null|function)\b/, 'keyword'],
        [/`[^`]*`|[A-Za-z_]\w*/, 'identifier'],
        [/\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/, 'number'],
        [/[{}[\]()]/, '@brackets'],
        [/[.:=!<>~^*/+\-%&|?;,@#]+/, 'operator'],
      ],
      comment: [
        [/\*\//, 'comment', '@pop'],
        [/[^*]+|\*/, 'comment'],
      ],
    },
  });
  monaco.languages.registerCompletionItemProvider('jsonata', {
    triggerCharacters: ['.', '$'],
    provideCompletionItems: (model, position) => {
      const text = model.getValue();
      const caret = model.getOffsetAt(position);
      const { from, list } = completions(text, caret, shapes.get(model.uri.toString()) ?? emptyShape());
      const range = monaco.Range.fromPositions(model.getPositionAt(from), position);
      return {
        suggestions: list.map((one, i) => ({
          label: { label: one.label, description: one.detail },
          kind: monaco.languages.CompletionItemKind[
            one.kind === 'function' ? 'Function' : one.kind === 'field' ? 'Field' : 'Variable'
          ],
          insertText:
            one.back === 1 ? one.insert.replace(')', '$0)').replaceAll('$', '\\$').replace('\\$0', '$0') : one.insert,
          insertTextRules: one.back === 1 ? monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet : undefined,
          documentation: one.help,
          sortText: String(i).padStart(3, '0'),
          filterText: one.label,
          range,
        })),
      };
    },
  });
  monaco.languages.registerHoverProvider('jsonata', {
    provideHover: (model, position) => {
      const word = model.getWordAtPosition(position);
      const found = word === null ? undefined : functionNamed(word.word.replace(/^\$/, ''));
      if (found === undefined) return null;
      const { name, takes, help, example, gives } = found;
      return {
        contents: [
          { value: `**$${name}(${takes})**` },
          { value: help },
          { value: `\`${example}\` gives \`${gives}\`` },
        ],
      };
    },
  });
}
