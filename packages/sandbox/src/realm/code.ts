import type { StepError } from '@throughline/engine';
import { decimalsCalled } from './decimal.ts';
import { ownContext, PinnedDate, SeededMath } from './entry.ts';
import { cut, failure, knownError } from './errors.ts';
import { ExactNumber } from './exact.ts';
import { lookup } from './tables.ts';

const LINES_LIMIT = 50;
const LINE_LIMIT = 500;
const PARAMETERS = 'message, context, lookup, decimal, console';

type Body = (...given: unknown[]) => unknown;
/** Runs a function body over a message that it may change. */
export type Code = (message: unknown) => unknown;

const AsyncFunction = (async () => {}).constructor as new (...texts: string[]) => Body;
const tools = { lookup, decimal: decimalsCalled((verb) => `decimal.${verb}`) };
let lines: string[] = [];

/** What the code of this step wrote to its console. */
export function takeLines(): string[] {
  const taken = lines;
  if (taken.length > 0) lines = [];
  return taken;
}

const note = (...parts: unknown[]): void => {
  if (lines.length < LINES_LIMIT) lines.push(parts.map(shown).join(' ').slice(0, LINE_LIMIT));
};
const console = { log: note, info: note, warn: note, error: note, debug: note };

function shown(part: unknown): string {
  if (typeof part === 'string') return part;
  try {
    return JSON.stringify(part) ?? String(part);
  } catch {
    return `(${typeof part})`;
  }
}

let room: Compartment | null = null;

/** The compartment of user code: the language, a pinned clock and seeded dice; frozen, so that no run leaves anything behind. */
function compartment(): Compartment {
  if (room) return room;
  harden([tools, console, PinnedDate, SeededMath, ExactNumber]);
  room = new Compartment({ globals: { Date: PinnedDate, Math: SeededMath }, __options__: true });
  for (const power of ['Compartment', 'Function', 'eval', 'harden', 'lockdown', 'assert', 'ModuleSource'])
    delete room.globalThis[power];
  harden(room.globalThis);
  return room;
}

/** Throws `code_syntax`; never runs any of `source`. `name` is how the source shows up in stack traces. */
export function compileCode(source: string, name: string, faultyLine?: number): Code {
  parseBody(source, faultyLine);
  const body = evaluated(`(async (${PARAMETERS}) => {"use strict";\n${source}\n})\n//# sourceURL=${name}`);
  const usesContext = /context|arguments/.test(source);
  return (message) => body(message, usesContext ? ownContext() : undefined, tools.lookup, tools.decimal, console);
}

/** A body that only parses when closed early by its own braces does not pass this. */
export function parseBody(source: string, faultyLine?: number): void {
  try {
    new AsyncFunction(PARAMETERS, `"use strict";\n${source}\n`);
  } catch (error) {
    throw syntax(error, faultyLine);
  }
}

function evaluated(text: string): Body {
  try {
    return compartment().evaluate(text) as Body;
  } catch (error) {
    throw syntax(error);
  }
}

function syntax(error: unknown, line?: number): Error {
  const words = error instanceof Error ? error.message : 'unknown syntax';
  return failure('code_syntax', 'code', `The code cannot be read: ${words}.`, line === undefined ? {} : { line });
}

/** What user code threw, with the line in its own source and without any stack. What is thrown may be hostile itself. */
export function explainCode(error: unknown, name: string): StepError {
  try {
    const line = lineIn(error, name);
    const path = pathOf(error);
    const explained = knownError(error) ?? (isOutOfBuffers(error) ? OUT_OF_BUFFERS : thrown(wordsOf(error)));
    return { ...explained, ...(path === undefined ? {} : { path }), ...(line === undefined ? {} : { line }) };
  } catch {
    return thrown('it threw something that cannot be shown');
  }
}

/** The field that the author says is at fault: `throw Object.assign(new Error('…'), { path: 'lines[2].item' })`. */
function pathOf(error: unknown): string | undefined {
  const path = (error as { path?: unknown } | null)?.path;
  return typeof path === 'string' && /^[\w.[\]-]{1,200}$/.test(path) ? path : undefined;
}

const thrown = (words: string): StepError => ({
  code: 'code_error',
  class: 'code',
  sentence: cut(`The code failed: ${words}`),
});

const OUT_OF_BUFFERS: StepError = {
  code: 'memory',
  class: 'limit',
  sentence: 'The code needs more memory than it may take.',
};

/** Buffers count against the isolate's memory, and running out of them can be caught. */
function isOutOfBuffers(error: unknown): boolean {
  return error instanceof RangeError && /^Array buffer allocation failed/.test(error.message);
}

/** JavaScript quotes what it could not read in a SyntaxError; a value has no place here. */
function wordsOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if (error instanceof SyntaxError) return 'text that was to be read as JSON, a number or a pattern is not one';
  const { name, message } = error as Error;
  return typeof name === 'string' && name !== 'Error' ? `${name}: ${message}` : String(message);
}

/** The wrapper puts one line before the user's first. */
function lineIn(error: unknown, name: string): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const found = new RegExp(`\\b${name}:(\\d+):`).exec(String(error.stack));
  return found ? Number(found[1]) - 1 : undefined;
}
