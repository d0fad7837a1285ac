import { jsonataWith } from 'realm:jsonata';
import type { StepError } from '@throughline/engine';
import { decimalsCalled } from './decimal.ts';
import { BAIL, makeDirect } from './direct.ts';
import { directFunctions } from './direct-functions.ts';
import { currentContext, PinnedDate, SeededMath } from './entry.ts';
import { cut, failure, knownError, notExactError } from './errors.ts';
import { ExactNumber, parse, stringify } from './exact.ts';
import { keyValues, rowOf } from './tables.ts';

const jsonata = jsonataWith(PinnedDate, SeededMath);
const decimal = decimalsCalled((verb) => `$decimal${verb[0]!.toUpperCase()}${verb.slice(1)}`);
const { sum } = decimalsCalled((verb) => `$${verb}`);

/** Evaluates over an input; undefined is JSONata's "no value". Throws errors that `explainExpression` understands. */
export type Expression = (input: unknown, bindings?: Record<string, unknown>) => unknown;

/** Functions that expressions see besides JSONata's own. `$eval` is gone: a message is never evaluated. */
const functions: Record<string, (...given: never[]) => unknown> = {
  table: (name: string, keys: unknown, at?: unknown) => rowOf(name, keyValues(name, keys), at) ?? undefined,
  sum: (values?: unknown) => (values === undefined ? undefined : sum(values)),
  clone: (value: unknown) => (value === undefined ? undefined : parse(stringify(value))),
  decimalAdd: decimal.add,
  decimalSubtract: decimal.subtract,
  decimalMultiply: decimal.multiply,
  decimalDivide: decimal.divide,
  decimalRound: decimal.round,
  decimalCompare: decimal.compare,
  decimalSum: (values?: unknown) => (values === undefined ? undefined : decimal.sum(values)),
};

/** Ours are called alike by the interpreter and without it; `$clone` belongs to the update operator, which needs the interpreter. */
const allDirect = new Map([
  ...directFunctions,
  ...Object.entries(functions)
    .filter(([name]) => name !== 'clone')
    .map(
      ([name, run]) => [name, { least: 1, most: 3, call: (given: unknown[]) => run(...(given as never[])) }] as const,
    ),
]);

/** Throws a `code` failure `expression_syntax` that names the position. */
export function compileExpression(text: string): Expression {
  const compiled = parsed(text);
  for (const [name, run] of Object.entries(functions)) compiled.assign(name, run);
  compiled.assign('eval', undefined);
  const usesContext = text.includes('$context');
  const direct = makeDirect(compiled.ast(), { functions: allDirect, variables: ['context', 'message'] });
  return (input, bindings = {}) => {
    const bound = usesContext ? { ...bindings, context: currentContext() } : bindings;
    if (direct === null) return compiled.evaluate(input, bound);
    try {
      return direct(input, bound);
    } catch (thrown) {
      if (thrown !== BAIL) throw thrown;
      return compiled.evaluate(input, bound);
    }
  };
}

function parsed(text: string): ReturnType<typeof jsonata> {
  try {
    return jsonata(text);
  } catch (error) {
    const { message, position } = error as { message?: string; position?: number };
    const where = position === undefined ? '' : ` at character ${position}`;
    throw failure(
      'expression_syntax',
      'code',
      `The expression cannot be read${where}: ${message ?? 'unknown syntax'}.`,
    );
  }
}

/** Truth as JSONata's $boolean sees it, with "no value" false. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isTrue);
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return typeof value !== 'function' && Boolean(value);
}

interface JsonataError {
  code?: string;
  message?: string;
  position?: number;
  value?: unknown;
  value2?: unknown;
}

/** Codes raised by $error() and $assert(): their text is the author's own. */
const AUTHORED = new Set(['D3137', 'D3141']);
/** Their sentences quote argument numbers and names only. */
const QUOTES_NO_VALUE = new Set(['T0410', 'T0411', 'T0412']);

/** A failed evaluation in words, without the values that JSONata quotes in its messages. */
export function explainExpression(error: unknown): StepError {
  const known = knownError(error);
  if (known) return known;
  const { code, message, position, value, value2 } = (error ?? {}) as JsonataError;
  if ([value, value2].flat(1).some((one) => one instanceof ExactNumber)) return notExactError();
  const where = position === undefined ? '' : ` (at character ${position})`;
  const words = code === undefined ? native(error) : quoteless(code, String(message), [value, value2]);
  return { code: 'expression_error', class: 'data', sentence: cut(`${words}${where}`) };
}

function native(error: unknown): string {
  if (error instanceof RangeError) return 'The expression needs more depth or length than there is';
  return 'The expression failed';
}

function quoteless(code: string, message: string, values: unknown[]): string {
  if (AUTHORED.has(code) || QUOTES_NO_VALUE.has(code)) return message;
  let words = message;
  for (const value of values) if (value !== undefined) words = words.replaceAll(quoted(value, message), '(value)');
  return words;
}

function quoted(value: unknown, all: string): string {
  try {
    return stringify(value) || all;
  } catch {
    return all;
  }
}
