import { type Value, written } from '@throughline/nodes/mapping';
import { conversionIn } from './parts.ts';

/** What a mapped place is made of, in one line. */
export interface Summary {
  kind: 'path' | 'constant' | 'function' | 'lookup' | 'each' | 'list' | 'object' | 'expression';
  text: string;
  /** The condition around it. */
  when: string | null;
}

export function summaryOf(value: Value): Summary {
  if (value.kind === 'if') return { ...summaryOf(value.use), when: value.when };
  return { ...plain(value), when: null };
}

function plain(value: Exclude<Value, { kind: 'if' }>): Omit<Summary, 'when'> {
  switch (value.kind) {
    case 'path':
      return { kind: 'path', text: value.path };
    case 'constant':
      return { kind: 'constant', text: JSON.stringify(value.value) };
    case 'call': {
      const conversion = conversionIn(value);
      if (conversion !== null)
        return { kind: 'function', text: `${oneLine(written(conversion.value))} in ${conversion.to}` };
      return { kind: 'function', text: oneLine(written(value)) };
    }
    case 'lookup':
      return { kind: 'lookup', text: `${value.table}${value.column === null ? '' : `.${value.column}`}` };
    case 'each':
      return { kind: 'each', text: `${value.over}${value.where === null ? '' : `[${value.where}]`}` };
    case 'list':
      return { kind: 'list', text: `${value.items.length} written out` };
    case 'object':
      return { kind: 'object', text: '' };
    case 'expression':
      return { kind: 'expression', text: oneLine(value.text) };
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
