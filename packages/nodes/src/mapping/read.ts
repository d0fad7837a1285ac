import {
  inside,
  isOperator,
  outerTokens,
  part,
  type Span,
  separated,
  size,
  textOf,
  tokenAt,
  withoutComments,
} from './span.ts';
import type { Each, Lookup, MappedField, Value } from './tree.ts';

/** Whether a value stands for the text it was read from; one that does not becomes an expression block. */
export type Trust = (value: Value, text: string) => boolean;

/** Reads one value; whatever is not recognised stays as an expression block. */
export function readValue(span: Span, trust: Trust): Value {
  const text = textOf(span);
  const read = (inner: Span) => readValue(inner, trust);
  const ways = [constant, object, list, each, condition, lookup, call, path];
  for (const way of ways) {
    const value = way(span, read);
    if (value) return trust(value, text) ? value : { kind: 'expression', text };
  }
  return { kind: 'expression', text };
}

type Read = (span: Span) => Value;
type Way = (span: Span, read: Read) => Value | undefined;

const WORDS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

const constant: Way = (span) => {
  const token = tokenAt(span, -1);
  if (size(span) === 2 && isOperator(tokenAt(span, 0), '-') && token?.type === 'number')
    return exactNumber(`-${token.text}`);
  if (size(span) !== 1) return undefined;
  if (token?.type === 'number') return exactNumber(token.text);
  if (token?.type === 'string') return textConstant(token.text);
  const word = token?.type === 'name' ? WORDS.get(token.text) : undefined;
  return word === undefined ? undefined : { kind: 'constant', value: word };
};

/** A number that JavaScript would write differently keeps its own text, as an expression block. */
function exactNumber(text: string): Value | undefined {
  return String(Number(text)) === text ? { kind: 'constant', value: Number(text) } : undefined;
}

function textConstant(quoted: string): Value | undefined {
  const value = unquoted(quoted);
  return value === undefined ? undefined : { kind: 'constant', value };
}

/** JSONata's strings have JSON's escapes, in either kind of quotes. */
function unquoted(quoted: string): string | undefined {
  const inner = quoted.slice(1, -1);
  const double = quoted.startsWith('"') ? inner : inner.replaceAll(/\\'|"/g, (found) => (found === '"' ? '\\"' : "'"));
  try {
    return JSON.parse(`"${double.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`) as string;
  } catch {
    return undefined;
  }
}

const object: Way = (span, read) => {
  const body = inside(span, '{');
  if (!body) return undefined;
  const fields = withTrailingComments(body).map((entry) => mappedField(entry, read));
  const known = fields.filter((field) => field !== undefined);
  const isWhole = known.length === fields.length && new Set(known.map(({ name }) => name)).size === known.length;
  return isWhole ? { kind: 'object', fields: known } : undefined;
};

/** Entries between commas; a comment behind a comma on the same line still belongs to the entry before it, which `,` cut off. */
function withTrailingComments(body: Span): { entry: Span; behind: string[] }[] {
  const entries = separated(body, ',').map((entry) => ({ entry, behind: [] as string[] }));
  for (const [i, current] of entries.entries()) {
    const before = entries[i - 1];
    if (!before) continue;
    for (let first = tokenAt(current.entry, 0); first?.type === 'comment'; first = tokenAt(current.entry, 0)) {
      const { text, tokens } = current.entry.source;
      if (text.slice(tokens[current.entry.from - 1]!.end, first.start).includes('\n')) break;
      before.behind.push(first.text);
      current.entry = part(current.entry, 1);
    }
  }
  return entries;
}

function mappedField({ entry, behind }: { entry: Span; behind: string[] }, read: Read): MappedField | undefined {
  const { span, comment } = withoutComments(entry);
  const key = tokenAt(span, 0);
  const name = key?.type === 'string' ? unquoted(key.text) : undefined;
  if (name === undefined || !isOperator(tokenAt(span, 1), ':') || size(span) < 3) return undefined;
  const inner = withoutComments(part(span, 2));
  const words = [comment, inner.comment, ...behind.map((text) => text.slice(2, -2).trim())].filter(Boolean).join('\n');
  return { name, value: read(inner.span), ...(words === '' ? {} : { comment: words }) };
}

const list: Way = (span, read) => {
  const body = inside(span, '[');
  if (!body) return undefined;
  const items = separated(body, ',').map(read);
  const only = items.length === 1 ? items[0] : undefined;
  if (only?.kind === 'each' && only.result === 'unwrapped') return { ...only, result: 'list' };
  return { kind: 'list', items };
};

const each: Way = (span, read) => {
  const outer = outerTokens(span);
  const kept = isEmptyPair(span, outer.at(-1)?.place);
  const step = outer.at(kept ? -2 : -1);
  const dot = outer.at(kept ? -3 : -2);
  if (!step || !dot || !isOperator(dot.token, '.') || !isPath(outer.slice(0, kept ? -3 : -2))) return undefined;
  const built = part(span, step.place, kept ? size(span) - 2 : size(span));
  const value = inside(built, '{') ? read(built) : single(inside(built, '('), read);
  if (!value) return undefined;
  const source = part(span, 0, dot.place);
  return { kind: 'each', ...filtered(source), value, result: kept ? 'list-or-nothing' : 'unwrapped' };
};

function isEmptyPair(span: Span, place: number | undefined): boolean {
  return place !== undefined && size(part(span, place)) === 2 && inside(part(span, place), '[') !== undefined;
}

/** What stands in parentheses, when it is one value and no sequence of steps. */
function single(body: Span | undefined, read: Read): Value | undefined {
  return body && size(body) > 0 && separated(body, ';').length === 1 ? read(body) : undefined;
}

/** Takes a filter at the end of a path apart from it; a position such as `[0]` stays where it is. */
function filtered(source: Span): Pick<Each, 'over' | 'where'> {
  const last = outerTokens(source).at(-1);
  const condition = last && last.place > 0 ? inside(part(source, last.place), '[') : undefined;
  if (!condition || !last || size(condition) === 0 || tokenAt(condition, 0)?.type === 'number') {
    return { over: textOf(source), where: null };
  }
  return { over: textOf(part(source, 0, last.place)), where: textOf(condition) };
}

const PATH_OPERATORS = new Set(['.', '[', '(', '^', '@', '#', '%', '*', '**']);

/** Nothing outside of brackets that binds more loosely than a dot. */
function isPath(outer: { token: { type: string; text: string } }[]): boolean {
  return (
    outer.length > 0 &&
    outer.every(({ token: { type, text } }) => {
      if (type === 'operator') return PATH_OPERATORS.has(text);
      return (type === 'name' && text !== 'function' && text !== 'λ') || type === 'variable';
    })
  );
}

const condition: Way = (span, read) => {
  const marks = outerTokens(span).filter(
    ({ token }) => token.type === 'operator' && ['?', ':', ':='].includes(token.text),
  );
  const [question, ...rest] = marks;
  if (question?.token.text !== '?' || rest.some(({ token }) => token.text === ':=')) return undefined;
  let depth = 0;
  const colon = rest.find(({ token }) => {
    if (token.text === '?') depth++;
    else if (depth-- === 0) return true;
    return false;
  });
  const when = textOf(part(span, 0, question.place));
  const use = guarded(part(span, question.place + 1, colon?.place), read);
  return { kind: 'if', when, use, otherwise: colon ? read(part(span, colon.place + 1)) : null };
};

/** An if without an else stands in parentheses before `:`, which would else be taken for its own. */
function guarded(span: Span, read: Read): Value {
  const value = single(inside(span, '('), read);
  return value?.kind === 'if' && value.otherwise === null ? value : read(span);
}

const lookup: Way = (span) => {
  const column = isOperator(tokenAt(span, -2), '.') ? columnName(tokenAt(span, -1)) : null;
  if (column === undefined) return undefined;
  const given = argumentsOf(column === null ? span : part(span, 0, size(span) - 2));
  if (given?.name !== 'table' || given.spans.length < 2 || given.spans.length > 3) return undefined;
  const [table, key, at] = given.spans as [Span, Span, Span | undefined];
  const name = size(table) === 1 && tokenAt(table, 0)?.type === 'string' ? unquoted(textOf(table)) : undefined;
  if (name === undefined) return undefined;
  return { kind: 'lookup', table: name, key: keyOf(key), at: at ? textOf(at) : null, column };
};

function columnName(token: { type: string; text: string } | undefined): string | undefined {
  if (token?.type !== 'name') return undefined;
  return token.text.startsWith('`') ? token.text.slice(1, -1) : token.text;
}

function keyOf(span: Span): Lookup['key'] {
  const asText: Way = (inner) => ({ kind: 'expression', text: textOf(inner) });
  const columns = object(span, (inner) => asText(inner, readNothing)!);
  if (columns?.kind !== 'object' || columns.fields.some(({ comment }) => comment !== undefined)) return textOf(span);
  return columns.fields.map(({ name, value }) => ({
    column: name,
    text: value.kind === 'expression' ? value.text : '',
  }));
}

const readNothing: Read = (span) => ({ kind: 'expression', text: textOf(span) });

const call: Way = (span, read) => {
  const given = argumentsOf(span);
  return given && { kind: 'call', name: given.name, arguments: given.spans.map(read) };
};

function argumentsOf(span: Span): { name: string; spans: Span[] } | undefined {
  const name = tokenAt(span, 0);
  const body = inside(part(span, Math.min(1, size(span))), '(');
  if (name?.type !== 'variable' || name.text.length < 2 || name.text === '$$' || !body) return undefined;
  return { name: name.text.slice(1), spans: separated(body, ',') };
}

/** Names, positions and a start such as `$$`; a filter or anything cleverer stays an expression block. */
const path: Way = (span) => {
  const outer = outerTokens(span);
  const isPlain = outer.every(({ token, place }, i) => {
    if (isOperator(token, '.')) return i > 0 && i < outer.length - 1;
    if (isOperator(token, '['))
      return i > 0 && size(part(span, place, outer[i + 1]?.place)) === 3 && tokenAt(span, place + 1)?.type === 'number';
    const follows = i > 0 && !isOperator(outer[i - 1]?.token, '.');
    if (isOperator(token, '%') || token.type === 'variable') return !follows && (i === 0 || token.text === '%');
    return token.type === 'name' && !follows;
  });
  if (outer.length === 0 || !isPlain) return undefined;
  return {
    kind: 'path',
    path: span.source.tokens
      .slice(span.from, span.to)
      .map((token) => token.text)
      .join(''),
  };
};
