import { type Each, pathTo, type Token, tokensOf, type Value } from '@throughline/nodes/mapping';
import { type Shape, shapeAt } from '../../editor/message/shape.ts';
import type { Scope } from './place.ts';

/** The incoming message, with the places that variables of the mapping stand for. */
export interface Message extends Shape {
  variables?: ReadonlyMap<string, readonly string[]>;
  /** Names of all variables. */
  names?: readonly string[];
}

/** How a value of the incoming message gets to where it goes. */
export type Via = 'direct' | 'function' | 'lookup' | 'expression' | 'each' | 'condition';

export interface Reference {
  /** Names to the place in the incoming message; elements of lists have no name of their own. */
  path: readonly string[];
  via: Via;
}

const WORDS = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function']);

/** Places of the incoming message that a value is made from. What its fields and elements use is theirs. */
export function referencesOf(value: Value | null, scope: Scope, message: Message): Reference[] {
  switch (value?.kind) {
    case 'path':
      return found(value.path, scope, message, 'direct');
    case 'call':
      return value.arguments
        .flatMap((argument) => referencesOf(argument, scope, message))
        .map(({ path, via }) => ({ path, via: via === 'direct' ? 'function' : via }));
    case 'lookup': {
      const texts = typeof value.key === 'string' ? [value.key] : value.key.map(({ text }) => text);
      return [...texts, value.at ?? ''].flatMap((text) => found(text, scope, message, 'lookup'));
    }
    case 'if':
      return [...found(value.when, scope, message, 'condition'), ...referencesOf(value.use, scope, message)];
    case 'each': {
      const place = placeOfEach(value, scope, message);
      return place === null ? found(value.over, scope, message, 'each') : [{ path: place, via: 'each' }];
    }
    case 'expression':
      return found(value.text, scope, message, 'expression');
    case 'list':
      return value.items.flatMap((item) => (item.kind === 'object' ? [] : referencesOf(item, scope, message)));
    default:
      return [];
  }
}

/** Every path in a text that leads to a place of the message, each once. */
function found(text: string, scope: Scope, message: Message, via: Via): Reference[] {
  const seen = new Map<string, Reference>();
  for (const { path } of pathsIn(tokensOf(text), scope, message)) seen.set(path.join('\u0000'), { path, via });
  return [...seen.values()];
}

/** The list that a for-each goes over; of an HL7 message, the segments its condition chooses. */
export function placeOfEach({ over, where }: Each, scope: Scope, message: Message): readonly string[] | null {
  const chosen = where !== null && isSegmentChoice(where) ? resolvePath(`${over}[${where}]`, scope, message) : null;
  return chosen ?? resolvePath(over, scope, message);
}

export function isSegmentChoice(where: string | null): boolean {
  return where !== null && segmentIn(tokensOf(where)) !== null;
}

/** The place a path text leads to; null where it starts at a variable or leads nowhere known. */
export function resolvePath(text: string, scope: Scope, message: Message): readonly string[] | null {
  return pathsIn(tokensOf(text), scope, message)[0]?.path ?? null;
}

/** An open bracket: what bare names inside it start at, besides the scope, and the path that goes on behind a `]`. */
interface Bracket {
  at: number;
  base: readonly string[] | null;
  outer: { path: string[] } | null;
}

function pathsIn(tokens: readonly Token[], scope: Scope, message: Message): { path: string[] }[] {
  const paths: { path: string[] }[] = [];
  const brackets: Bracket[] = [];
  let current: { path: string[] } | null = null;
  const close = () => {
    if (current !== null && current.path.length > 0) paths.push({ path: current.path });
    current = null;
  };
  tokens.forEach((token, i) => {
    const isAfterDot = tokens[i - 1]?.text === '.';
    if (token.type === 'operator' && '([{'.includes(token.text)) {
      const opensOver = token.text === '[' || isAfterDot;
      const base = opensOver && current !== null ? current.path : (brackets.at(-1)?.base ?? null);
      brackets.push({ at: i, base, outer: token.text === '[' ? current : null });
      if (token.text === '[') current = null;
      else close();
      return;
    }
    if (token.type === 'operator' && ')]}'.includes(token.text)) {
      close();
      const opened = brackets.pop();
      current = opened?.outer ?? null;
      const segment = opened === undefined ? null : segmentIn(tokens.slice(opened.at + 1, i));
      if (current !== null && segment !== null) current.path = [...current.path, segment];
      return;
    }
    if (token.text === '.') return;
    const isStart = token.type === 'name' || token.type === 'variable' || token.text === '%';
    if (isAfterDot && current !== null && isStart) {
      current.path = further(current.path, token, message);
      return;
    }
    close();
    if (isStart && !WORDS.has(token.text)) current = begun(token, brackets.at(-1)?.base ?? null, scope, message);
  });
  close();
  return paths.filter(({ path }) => shapeAt(message, path) !== undefined);
}

function further(path: string[], token: Token, message: Message): string[] {
  if (token.text === '%') return path.slice(0, -1);
  const here = shapeAt(message, path);
  // The one component of an HL7 field is that field.
  return here?.step !== undefined && here.kind === 'value' ? path : [...path, nameOf(token)];
}

/** The segment that `[id="PID"]` chooses. */
function segmentIn([name, is, text, ...more]: readonly Token[]): string | null {
  const isChoice = name?.text === 'id' && is?.text === '=' && text?.type === 'string' && more.length === 0;
  return isChoice ? text.text.slice(1, -1) : null;
}

function begun(token: Token, inside: readonly string[] | null, scope: Scope, message: Message) {
  const here = scope.length === 0 ? [] : scope.at(-1)!;
  if (token.text === '$$') return { path: [] };
  if (token.text === '$') return here === null ? null : { path: [...here] };
  if (token.text === '%') return here === null ? null : { path: here.slice(0, -1) };
  const named = token.type === 'variable' ? message.variables?.get(token.text.slice(1)) : undefined;
  if (named !== undefined) return { path: [...named] };
  if (token.type === 'variable') return null;
  const name = nameOf(token);
  for (const base of [inside, here]) {
    if (base !== null && shapeAt(message, [...base, name]) !== undefined) return { path: [...base, name] };
  }
  return null;
}

function nameOf({ text }: Token): string {
  return text.startsWith('`') ? text.slice(1, -1) : text;
}

/** Lists on the way to a place, outermost first; the place itself counts when it is one. */
export function listsOn(path: readonly string[], message: Message): readonly string[][] {
  const lists: string[][] = message.kind === 'list' ? [[]] : [];
  path.forEach((_, i) => {
    const prefix = path.slice(0, i + 1);
    if (shapeAt(message, prefix)?.kind === 'list') lists.push([...prefix]);
  });
  return lists;
}

/**
 * A place of the incoming message as it is called from inside the for-eachs of a scope: relative to the innermost it lies in, `%` for
 * each step out of an element, `$$` from the top. Of a list that no for-each stands at, `one` takes the first element.
 */
export function pathFrom(path: readonly string[], scope: Scope, message: Message, one: boolean): string {
  const base = scope.findLastIndex((at) => at !== null && starts(path, at));
  const at = base < 0 ? [] : scope[base]!;
  const rest = stepsOf(path, at.length, scope, message, one);
  const text = textOf(rest);
  if (base === scope.length - 1) return text;
  const innermost = scope.at(-1);
  const ups = base >= 0 && innermost != null ? innermost.length - at.length : 0;
  const prefix = ups > 0 ? Array.from({ length: ups }, () => '%').join('.') : '$$';
  return text === '$' ? prefix : text.startsWith('$') ? `${prefix}${text.slice(1)}` : `${prefix}.${text}`;
}

type Way = string | number | { text: string };

function stepsOf(path: readonly string[], from: number, scope: Scope, message: Message, one: boolean): Way[] {
  const steps: Way[] = [];
  for (let i = from; i < path.length; i++) {
    const prefix = path.slice(0, i + 1);
    const shape = shapeAt(message, prefix);
    steps.push(shape?.step === undefined ? path[i]! : { text: shape.step });
    const isList = one && i < path.length - 1 && shape?.kind === 'list';
    if (isList && !scope.some((at) => at !== null && same(at, prefix))) steps.push(0);
  }
  return steps;
}

function textOf(steps: readonly Way[]): string {
  return (
    steps.reduce<string>((text, step) => {
      if (typeof step === 'object' && step.text.startsWith('[')) return text + step.text;
      if (typeof step === 'number') return `${text || '$'}[${step}]`;
      if (typeof step === 'string' && step.includes('`')) return `$lookup(${text || '$'}, ${JSON.stringify(step)})`;
      const own = typeof step === 'object' ? step.text : pathTo([step]);
      return text === '' ? own : `${text}.${own}`;
    }, '') || '$'
  );
}

export function starts(path: readonly string[], with_: readonly string[]): boolean {
  return with_.length <= path.length && with_.every((name, i) => path[i] === name);
}

export function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && starts(a, b);
}
