import { parseJson } from '@throughline/formats';
import { isHl7, placesOf } from './hl7.ts';
import { readX12 } from './x12.ts';
import { readXml } from './xml.ts';

/** Two messages made ready to be compared: HL7 and X12 by their places, XML and JSON in texts by their trees, other texts by the line. */
export function readAlike(before: unknown, after: unknown): [unknown, unknown] {
  if (typeof before !== 'string' || typeof after !== 'string') return [flat(before), flat(after)];
  for (const read of [treeOf, linesOf]) {
    const [from, to] = [read(before), read(after)];
    if (from !== undefined && to !== undefined) return [from, to];
  }
  return [before, after];
}

function flat(value: unknown): unknown {
  if (!isHl7(value)) return value;
  return Object.fromEntries(placesOf(value).map(({ place, value: one }) => [place, one]));
}

function treeOf(text: string): unknown {
  const start = text.trimStart();
  try {
    if (start.startsWith('<')) return readXml(text);
    if (start.startsWith('ISA')) {
      const values = readX12(text).tree.lines.filter(({ kind }) => kind === 'value');
      return Object.fromEntries(values.map(({ place, value }) => [place, value]));
    }
    return /^[{[]/.test(start) ? parseJson(text) : undefined;
  } catch {
    return undefined; // It is no such thing after all.
  }
}

function linesOf(text: string): unknown {
  const lines = text.split(/\r\n|\r|\n/);
  return lines.length > 1 ? lines : undefined;
}
