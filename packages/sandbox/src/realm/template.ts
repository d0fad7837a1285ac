import { failure } from './errors.ts';
import { ExactNumber, stringify } from './exact.ts';
import { compileExpression, type Expression } from './expression.ts';

/** A template made ready: text between `{{` and `}}` is JSONata, everything else stands as written. */
export type Template = (input: unknown) => Promise<string>;

type Part = string | Expression;

export function compileTemplate(text: string): Template {
  const parts = partsOf(text);
  return async (input) => {
    let made = '';
    for (const part of parts) made += typeof part === 'string' ? part : shown(await part(input));
    return made;
  };
}

function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', from)) {
    const close = endOf(text, open + 2);
    parts.push(text.slice(from, open), compileExpression(text.slice(open + 2, close)));
    from = close + 2;
  }
  parts.push(text.slice(from));
  return parts;
}

/** Position of the `}}` that ends an expression: outside quotes and outside the expression's own braces. */
function endOf(text: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const letter = text[at] as string;
    if (quote) {
      if (letter === '\\') at++;
      else if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'" || letter === '`') quote = letter;
    else if (letter === '{') depth++;
    else if (letter === '}' && depth > 0) depth--;
    else if (letter === '}' && text[at + 1] === '}') return at;
  }
  throw failure(
    'expression_syntax',
    'code',
    `The template part that opens at character ${from - 2} is not closed by }}.`,
  );
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined) throw failure('expression_empty', 'data', 'A part of the template has no value.');
  return value instanceof ExactNumber ? value.exact : stringify(value);
}
