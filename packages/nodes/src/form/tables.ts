import { z } from 'zod';
import { reference, setting } from './setting.ts';

/** Tables that a text asks for under a name it makes up as it runs. */
export const moreTables = setting(z.array(reference).max(50).default([]), 'table', 'More tables', {
  description:
    'Reference tables whose name the text does not spell out. Tables named in the text are found by themselves.',
  advanced: true,
});

/** Names of the tables that `$table('name', …)` or `lookup('name', …)` spells out in a text, with those named apart. */
export function tablesNamed(text: string, caller: '$table' | 'lookup', more: readonly string[]): string[] {
  const pattern = caller === '$table' ? /\$table\s*\(\s*(["'])([^"'\\]+)\1/g : /\blookup\s*\(\s*(["'`])([^"'`\\]+)\1/g;
  return [...new Set([...more, ...Array.from(text.matchAll(pattern), (match) => match[2]!)])];
}
