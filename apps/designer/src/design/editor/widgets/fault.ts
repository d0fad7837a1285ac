import { parsed } from '@throughline/nodes/mapping';

/** What JSONata's own parser says, at once; everything else is checked on the server. */
export function faultOf(text: string): string | null {
  if (text.trim() === '') return null;
  const result = parsed(text);
  if (!('fault' in result)) return null;
  return `Not readable at character ${result.fault.position + 1}: ${result.fault.sentence.replace(/\.?$/, '.')}`;
}

/** Line and column, from 1, where a text stops being JSONata. */
export function placeOfFault(text: string): { line: number; column: number } {
  const result = parsed(text);
  const before = text.slice(0, 'fault' in result ? result.fault.position : 0).split('\n');
  return { line: before.length, column: Math.max(1, before.at(-1)?.length ?? 0) };
}
