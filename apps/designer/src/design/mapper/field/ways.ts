import type { Value } from '@throughline/nodes/mapping';
import { fieldsOf, type Shape } from '../../editor/message/shape.ts';
import { eachOver, withLookup } from '../model/edit.ts';
import { conversionIn, converted, textOf } from '../model/parts.ts';
import { EMPTY } from '../model/place.ts';
import type { TargetRow } from '../model/rows.ts';
import { firstConstant } from './constant.tsx';

/** How a field can be made, as one chooses it. */
export type Way = 'nothing' | 'expression' | 'constant' | 'lookup' | 'conversion' | 'each' | 'object';

export const WAYS: { value: Way; label: string }[] = [
  { value: 'nothing', label: 'Not mapped' },
  { value: 'expression', label: 'Value or expression' },
  { value: 'constant', label: 'Constant' },
  { value: 'lookup', label: 'Look up in a table' },
  { value: 'conversion', label: 'Value in another unit' },
  { value: 'each', label: 'For each element of a list' },
  { value: 'object', label: 'Fields of its own' },
];

export function wayOf(own: Value | null): Way {
  if (own === null) return 'nothing';
  if (conversionIn(own) !== null) return 'conversion';
  if (own.kind === 'path' || own.kind === 'call' || own.kind === 'list' || own.kind === 'if') return 'expression';
  return own.kind;
}

/** What is there to begin with. */
interface Around {
  tables: readonly string[];
  /** Where the field's expressions start. */
  here: Shape;
}

/** Something to begin with when a field is to be made another way; what was there is carried over where it can be. */
export function begun(way: Way, own: Value | null, row: TargetRow, { tables, here }: Around): Value | null {
  switch (way) {
    case 'nothing':
      return null;
    case 'constant':
      return { kind: 'constant', value: firstConstant(row.shape) };
    case 'lookup':
      return withLookup(own, tables[0] ?? 'table', null);
    case 'conversion':
      return converted(own ?? { kind: 'constant', value: 0 }, {
        item: itemName(here),
        from: unitName(here),
        to: '"EA"',
      });
    case 'each':
      return eachOver(
        own?.kind === 'path' ? own.path : '[]',
        row.shape?.element?.kind === 'value' ? { kind: 'path', path: '$' } : EMPTY,
      );
    case 'object':
      return EMPTY;
    case 'expression':
      return { kind: 'expression', text: own === null ? '""' : textOf(own) };
  }
}

function unitName(here: Shape): string {
  return fieldsOf(here).find(({ name }) => /unit|uom/i.test(name))?.name ?? '"EA"';
}

/** Every item, unless the message has the ERP's number of one: the table knows items by it. */
function itemName(here: Shape): string {
  return fieldsOf(here).find(({ name }) => /^erp_?item/i.test(name))?.name ?? '"*"';
}
