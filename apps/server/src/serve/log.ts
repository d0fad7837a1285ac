import { type Logger, pino } from 'pino';

/** Structured lines on standard error: ids, counts and codes, never message content. */
export function createLog(): Logger {
  return pino({ level: 'warn', base: { pid: process.pid }, serializers: { err: toldError } }, pino.destination(2));
}

interface Told {
  type: string;
  code?: string;
  message?: string;
  at?: string[];
  cause?: Told;
}

/** Errors whose words are the values that were asked with. */
const ASKED = new Set(['DrizzleQueryError']);
const FRAMES = 8;

/**
 * An error as a log may say it: its kind, code and place. What it quotes may be of a message (`"MRN-1" is not valid JSON`) and is left out,
 * as is everything that drivers hang on it (`detail`, `parameters`).
 */
export function toldError(error: unknown, depth = 0): Told {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack = '', cause } = error;
  const code = (error as { code?: unknown }).code;
  const at = stack.split('\n').filter((line) => line.startsWith('    at '));
  return {
    type: name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(ASKED.has(name) || ASKED.has(error.constructor.name) ? {} : { message: unquoted(message) }),
    ...(at.length === 0 ? {} : { at: at.slice(0, FRAMES).map((line) => line.trim()) }),
    ...(cause === undefined || depth > 3 ? {} : { cause: toldError(cause, depth + 1) }),
  };
}

const unquoted = (message: string) => message.replace(/".*"/gs, '"…"').slice(0, 300);
