import { bail } from './bail.ts';
import type { DirectFunction } from './direct.ts';
import { booleanOf, textOf } from './direct-values.ts';

/** JSONata functions whose ordinary cases are simple; every other argument is the interpreter's. */
export const directFunctions: ReadonlyMap<string, DirectFunction> = new Map<string, DirectFunction>([
  ['exists', one((value) => value !== undefined)],
  ['not', one((value) => (value === undefined ? undefined : !booleanOf(value)))],
  ['boolean', one((value) => (value === undefined ? undefined : booleanOf(value)))],
  ['count', one((value) => (value === undefined ? 0 : Array.isArray(value) ? value.length : 1))],
  ['string', one((value) => (value === undefined ? undefined : textOf(value)))],
  ['uppercase', text((value) => value.toUpperCase())],
  ['lowercase', text((value) => value.toLowerCase())],
  [
    'trim',
    text((value) =>
      value
        .replaceAll(/[ \t\n\r]+/g, ' ')
        .replace(/^ /, '')
        .replace(/ $/, ''),
    ),
  ],
  ['length', text((value) => Array.from(value).length)],
]);

function one(call: (value: unknown) => unknown): DirectFunction {
  return { least: 1, most: 1, call: ([value]) => call(value) };
}

function text(call: (value: string) => unknown): DirectFunction {
  return one((value) => (value === undefined ? undefined : typeof value === 'string' ? call(value) : bail()));
}
