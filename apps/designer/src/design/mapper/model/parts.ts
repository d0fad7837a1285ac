import { fromJsonata, type Value, written } from '@throughline/nodes/mapping';

/** Text as the value it stands for, with its picture where it has one; an empty text is nothing. */
export function valueFrom(text: string): Value | null {
  if (text.trim() === '') return null;
  const { mapping } = fromJsonata(text);
  const isPlain = mapping.variables.length === 0 && mapping.comment === undefined;
  return isPlain ? mapping.root : { kind: 'expression', text };
}

export function textOf(value: Value | null): string {
  return value === null ? '' : written(value);
}

/** What a function needs besides the value it is put around, to be written over. */
const MORE: Record<string, (string | number)[]> = {
  substring: [0, 10],
  substringBefore: ['-'],
  substringAfter: ['-'],
  replace: ['-', ''],
  split: [','],
  join: [', '],
  pad: [10],
  contains: ['text'],
  formatNumber: ['#,##0.00'],
  round: [2],
  decimalRound: [2],
  decimalMultiply: [1],
  decimalAdd: [0],
  decimalSubtract: [0],
  decimalDivide: [1, 2],
  power: [2],
  append: [''],
  lookup: ['name'],
};

export function moreOf(name: string): Value[] {
  return (MORE[name] ?? []).map((value) => ({ kind: 'constant', value }));
}

export interface ConversionParts {
  value: Value;
  /** JSONata: which item, from which unit, to which. */
  item: string;
  from: string;
  to: string;
}

const CONVERSIONS = 'unit-conversion';

/** A quantity in another unit, by the factor of a table whose rows say how many of one unit make another. */
export function converted(value: Value, { item, from, to }: Omit<ConversionParts, 'value'>): Value {
  const key = [
    { column: 'item', text: item },
    { column: 'from', text: from },
    { column: 'to', text: to },
  ];
  return {
    kind: 'call',
    name: 'decimalMultiply',
    arguments: [value, { kind: 'lookup', table: CONVERSIONS, key, at: null, column: 'factor' }],
  };
}

/** The parts of such a quantity; null for any other value. */
export function conversionIn(own: Value): ConversionParts | null {
  if (own.kind !== 'call' || own.name !== 'decimalMultiply' || own.arguments.length !== 2) return null;
  const [value, factor] = own.arguments as [Value, Value];
  if (factor.kind !== 'lookup' || factor.table !== CONVERSIONS || factor.column !== 'factor' || factor.at !== null)
    return null;
  const [item, from, to, ...more] = typeof factor.key === 'string' ? [] : factor.key;
  const isWhole = item?.column === 'item' && from?.column === 'from' && to?.column === 'to' && more.length === 0;
  return isWhole ? { value, item: item.text, from: from.text, to: to.text } : null;
}
