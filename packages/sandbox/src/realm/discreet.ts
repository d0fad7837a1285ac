import type { StepError } from '@throughline/engine';
import { cut } from './errors.ts';

/** Codes whose sentence holds words of the flow's author, who may have put anything into them. */
const AUTHORED = new Set(['code_error', 'expression_error']);
/** Shorter values say nothing about anybody, and would blot out ordinary words. */
const SHORTEST = 4;
const MOST_VALUES = 20_000;

/** An author's error with every value of the message blotted out: errors are kept and shown in clear, messages are not. */
export function discreet(error: StepError, message: string): StepError {
  if (!AUTHORED.has(error.code)) return error;
  const { path, ...rest } = error;
  let { sentence } = error;
  let isPathOpen = path !== undefined;
  for (const value of valuesIn(message)) {
    if (sentence.includes(value)) sentence = sentence.replaceAll(value, '…');
    if (isPathOpen && path?.includes(value)) isPathOpen = false;
  }
  return { ...rest, sentence: cut(sentence), ...(isPathOpen && path !== undefined ? { path } : {}) };
}

/** Text and numbers of a message, the longest first, so that no part of one is left over. */
function valuesIn(text: string): string[] {
  const found = new Set<string>();
  try {
    JSON.parse(text, (_key, value: unknown) => {
      if (typeof value === 'string' || typeof value === 'number') found.add(String(value));
      return value;
    });
  } catch {
    return [text];
  }
  const long = [...found].filter((value) => value.trim().length >= SHORTEST).slice(0, MOST_VALUES);
  return long.sort((a, b) => b.length - a.length);
}
