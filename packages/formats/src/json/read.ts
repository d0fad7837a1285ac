import { FormatError, lineAndColumn } from '../error.ts';
import { numberOf } from './exact.ts';

type Container = unknown[] | Record<string, unknown>;

/** An open array or object; `into` is null when nothing is built. */
interface Level {
  closer: ']' | '}';
  into: Container | null;
  key: string;
}

interface Reader {
  readonly text: string;
  readonly build: boolean;
  at: number;
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORDS = new Map<string, unknown>([
  ['t', true],
  ['f', false],
  ['n', null],
]);

/** The careful reader: an explicit stack instead of recursion, positions in every error. Slower than the native one. */
export function readJson(text: string, maxDepth: number, build: boolean): unknown {
  const reader: Reader = { text, build, at: 0 };
  const open: Level[] = [];
  for (;;) {
    skipSpace(reader);
    let value: unknown;
    const first = text[reader.at];
    if (first === '{' || first === '[') {
      if (open.length >= maxDepth) throw tooDeep(reader, maxDepth);
      const level = openLevel(reader, first);
      if (text[reader.at] !== level.closer) {
        open.push(level);
        if (level.closer === '}') readKey(reader, level);
        continue;
      }
      reader.at++;
      value = level.into;
    } else value = readScalar(reader, first);

    let complete = true;
    while (complete) {
      const level = open.at(-1);
      skipSpace(reader);
      if (!level) {
        if (reader.at < text.length) throw malformed(reader, 'ends, yet more follows');
        return value;
      }
      if (level.into) attach(level, value);
      const next = text[reader.at];
      if (next !== level.closer && next !== ',') throw malformed(reader, `needs a comma or ${level.closer}`);
      reader.at++;
      if (next === ',') {
        if (level.closer === '}') readKey(reader, level);
        complete = false;
      } else {
        value = level.into;
        open.pop();
      }
    }
  }
}

function openLevel(reader: Reader, opener: '{' | '['): Level {
  reader.at++;
  skipSpace(reader);
  if (opener === '[') return { closer: ']', into: reader.build ? [] : null, key: '' };
  return { closer: '}', into: reader.build ? {} : null, key: '' };
}

function readKey(reader: Reader, level: Level): void {
  skipSpace(reader);
  const start = reader.at;
  if (reader.text[start] !== '"') throw malformed(reader, 'needs a key in quotes');
  level.key = readString(reader);
  if (level.into && Object.hasOwn(level.into, level.key)) {
    const sentence = 'An object of the JSON has the same key twice; which value counts would be a guess.';
    throw new FormatError('json_duplicate_key', sentence, { offset: start, ...lineAndColumn(reader.text, start) });
  }
  skipSpace(reader);
  if (reader.text[reader.at] !== ':') throw malformed(reader, 'needs a colon');
  reader.at++;
}

/** `__proto__` would be swallowed by plain assignment. */
function attach(level: Level, value: unknown): void {
  if (Array.isArray(level.into)) level.into.push(value);
  else if (level.key === '__proto__') {
    const own = { value, writable: true, enumerable: true, configurable: true };
    Object.defineProperty(level.into, level.key, own);
  } else (level.into as Record<string, unknown>)[level.key] = value;
}

function readScalar(reader: Reader, first: string | undefined): unknown {
  if (first === '"') return readString(reader);
  if (first !== undefined && WORDS.has(first)) {
    const value = WORDS.get(first);
    if (!reader.text.startsWith(String(value), reader.at)) throw malformed(reader, 'has an unknown word');
    reader.at += String(value).length;
    return value;
  }
  NUMBER.lastIndex = reader.at;
  const number = NUMBER.exec(reader.text)?.[0];
  if (number === undefined) throw malformed(reader, first === undefined ? 'ends too early' : 'needs a value');
  reader.at += number.length;
  return reader.build ? numberOf(number) : undefined;
}

function readString(reader: Reader): string {
  const start = reader.at;
  const { text } = reader;
  let end = start + 1;
  let plain = true;
  for (; ; end++) {
    const unit = text.charCodeAt(end);
    if (unit === 34) break;
    if (unit === 92) {
      plain = false;
      end++;
    } else if (unit < 32) plain = false;
    else if (end >= text.length) throw malformed(reader, 'has a string without end');
  }
  reader.at = end + 1;
  if (plain) return text.slice(start + 1, end);
  try {
    return JSON.parse(text.slice(start, end + 1)) as string;
  } catch {
    reader.at = start;
    throw malformed(reader, 'has a string with a bare control character or a bad escape');
  }
}

function skipSpace(reader: Reader): void {
  for (;;) {
    const unit = reader.text.charCodeAt(reader.at);
    if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) return;
    reader.at++;
  }
}

function malformed(reader: Reader, what: string): FormatError {
  const at = { offset: reader.at, ...lineAndColumn(reader.text, reader.at) };
  return new FormatError('json_malformed', `The JSON ${what} at line ${at.line}, column ${at.column}.`, at);
}

function tooDeep(reader: Reader, maxDepth: number): FormatError {
  const at = { offset: reader.at, ...lineAndColumn(reader.text, reader.at) };
  return new FormatError('depth_limit', `The JSON is nested deeper than ${maxDepth} levels.`, at);
}
