import { type Token, tokensOf } from '@throughline/nodes/mapping';
import { emptyShape, type Shape, shapeAt } from '../message/shape.ts';

/** What stands before the caret: a name being written behind a path, or a function or variable. */
export interface Place {
  /** Where the word under the caret begins. */
  from: number;
  word: string;
  /** The shape whose fields can follow; undefined when a value cannot stand here. */
  inside: Shape | undefined;
}

type Step = string | number;

/** What may be completed at the caret of a JSONata text, over the shape of the message. */
export function placeAt(text: string, caret: number, message: Shape): Place {
  const before = tokensOf(text.slice(0, caret));
  const last = before.at(-1);
  const isWord = last !== undefined && last.end === caret && (last.type === 'name' || last.type === 'variable');
  const head = isWord ? before.slice(0, -1) : before;
  const word = isWord ? last.text : '';
  const from = isWord ? last.start : caret;
  if (last?.type === 'comment' || last?.type === 'string' || before.some(isOpenQuote))
    return { from: caret, word: '', inside: undefined };
  const scope = scopeBefore(head, message);
  // Behind a value comes an operator, and no other value.
  if (endsValue(head.at(-1))) return { from, word, inside: undefined };
  if (head.at(-1)?.text !== '.') return { from, word, inside: scope };
  return { from, word, inside: resolved(pathEndingAt(head.slice(0, -1)), scope, message) };
}

const isOpenQuote = ({ type, text }: Token) => type === 'unknown' && ['"', "'", '`'].includes(text);

/** The shape that bare names start at, given the open brackets before. */
function scopeBefore(tokens: readonly Token[], message: Shape): Shape {
  let depth = 0;
  for (let i = tokens.length - 1; i >= 0; i--) {
    const { text, type } = tokens[i]!;
    if (type !== 'operator') continue;
    if (')]}'.includes(text)) depth++;
    if (!'([{'.includes(text)) continue;
    if (depth-- > 0) continue;
    const outer = scopeBefore(tokens.slice(0, i), message);
    const previous = tokens[i - 1];
    const opensOver = text === '[' ? isValueEnd(previous) : previous?.text === '.';
    if (!opensOver) return outer;
    const path = pathEndingAt(tokens.slice(0, text === '[' ? i : i - 1));
    const list = resolved(path, outer, message) ?? emptyShape();
    return list.kind === 'list' ? (list.element ?? emptyShape()) : list;
  }
  return message;
}

function endsValue(token: Token | undefined): boolean {
  if (token === undefined || OPERATORS.has(token.text)) return false;
  return ['name', 'variable', 'number', 'string'].includes(token.type) || [']', ')', '}'].includes(token.text);
}

const OPERATORS = new Set(['and', 'or', 'in']);

function isValueEnd(token: Token | undefined): boolean {
  if (token === undefined) return false;
  return token.type === 'name' || token.type === 'variable' || token.text === ']' || token.text === ')';
}

/** The names and brackets of a path that ends with these tokens; undefined when it begins with something cleverer. */
function pathEndingAt(tokens: readonly Token[]): { start: string | null; steps: Step[] } | undefined {
  const steps: Step[] = [];
  let i = tokens.length - 1;
  for (;;) {
    const token = tokens[i];
    if (token?.text === ']') {
      i = openingOf(tokens, i) - 1;
      continue;
    }
    if (token === undefined) return undefined;
    if (token.type === 'variable') return { start: token.text, steps: steps.reverse() };
    if (token.text === '%') return { start: '%', steps: steps.reverse() };
    if (token.type !== 'name') return undefined;
    steps.push(token.text.startsWith('`') ? token.text.slice(1, -1) : token.text);
    if (tokens[i - 1]?.text !== '.') return { start: null, steps: steps.reverse() };
    i -= 2;
  }
}

function openingOf(tokens: readonly Token[], closing: number): number {
  let depth = 0;
  for (let i = closing; i >= 0; i--) {
    if (tokens[i]!.text === ']') depth++;
    if (tokens[i]!.text === '[' && --depth === 0) return i;
  }
  return 0;
}

function resolved(path: ReturnType<typeof pathEndingAt>, scope: Shape, message: Shape): Shape | undefined {
  if (path === undefined) return undefined;
  const { start, steps } = path;
  if (start === '$$' || start === '$message') return shapeAt(message, steps);
  if (start !== null && start !== '$') return undefined;
  return shapeAt(scope, steps);
}
