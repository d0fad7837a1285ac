import { heldExactly } from './exact.ts';
import { readJson } from './read.ts';
import { type JsonLimits, MAX_DEPTH, textOf } from './scan.ts';

/**
 * JSON to values, without loss: a number that a double cannot hold by value becomes an ExactNumber, a repeated key is refused
 * (`json_duplicate_key`), `__proto__` is a key like any other. Also throws `json_malformed`, `depth_limit`, `size_limit`,
 * `encoding`.
 */
export function parseJson(source: string | Uint8Array, limits: JsonLimits = {}): unknown {
  const text = textOf(source, limits);
  const maxDepth = limits.maxDepth ?? MAX_DEPTH;
  const members = countPlainMembers(text, maxDepth);
  if (members >= 0) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return readJson(text, maxDepth, true);
    }
    // The native parser keeps the last of two equal keys: fewer members in the tree than in the text means a repeated key.
    if (countMembers(value) === members) return value;
  }
  return readJson(text, maxDepth, true);
}

/** Members of all objects in the text, or -1 where only the careful reader will do: exact numbers, too deep, unterminated. */
function countPlainMembers(text: string, maxDepth: number): number {
  let depth = 0;
  let members = 0;
  const end = text.length;
  for (let i = 0; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 34) {
      do {
        i = text.indexOf('"', i + 1);
        if (i < 0) return -1;
      } while (isEscaped(text, i));
    } else if (unit === 58) members++;
    else if (unit === 123 || unit === 91) {
      if (++depth > maxDepth) return -1;
    } else if (unit === 125 || unit === 93) depth--;
    else if ((unit >= 48 && unit <= 57) || unit === 45) {
      const start = i;
      i = endOfNumber(text, start);
      // Short of an exponent, a leading minus and sixteen digits there is nothing to ask.
      if ((i - start > 14 || unit === 45 || i < 0) && !heldExactly(text.slice(start, Math.abs(i) + 1))) return -1;
      i = Math.abs(i);
    }
  }
  return members;
}

/** Index of the number's last unit, negative when it has an exponent. */
function endOfNumber(text: string, start: number): number {
  let exponent = false;
  let at = start + 1;
  for (; ; at++) {
    const unit = text.charCodeAt(at);
    if ((unit >= 48 && unit <= 57) || unit === 46 || unit === 45 || unit === 43) continue;
    if (unit !== 101 && unit !== 69) break;
    exponent = true;
  }
  return exponent ? 1 - at : at - 1;
}

/** Whether the quote at `at` stands behind an odd number of backslashes. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === 92) first--;
  return (at - first) % 2 === 1;
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const entry: unknown = value[i];
      if (typeof entry === 'object' && entry !== null) members += countMembers(entry);
    }
    return members;
  }
  const keys = Object.keys(value);
  for (let i = 0; i < keys.length; i++) {
    const entry = (value as Record<string, unknown>)[keys[i]!];
    if (typeof entry === 'object' && entry !== null) members += countMembers(entry);
  }
  return members + keys.length;
}
