import type { Value } from '@throughline/nodes/mapping';
import { type ConversionParts, converted, textOf, valueFrom } from '../model/parts.ts';
import type { FieldContext } from './field-pane.tsx';
import { TextField } from './text-field.tsx';

/** A quantity in another unit: what, of which item, from which unit to which. */
export function Conversion({
  parts,
  at,
  set,
}: {
  parts: ConversionParts;
  at: FieldContext;
  set: (value: Value) => void;
}) {
  const { value, item, from, to } = parts;
  const put = (next: Partial<ConversionParts>) => {
    const { value: what, ...units } = { ...parts, ...next };
    set(converted(what, units));
  };
  return (
    <>
      <TextField
        label="Quantity"
        text={textOf(value)}
        {...at}
        change={(text) => put({ value: valueFrom(text) ?? { kind: 'constant', value: 0 } })}
      />
      <TextField label="From unit" text={from} {...at} change={(text) => put({ from: text === '' ? '"EA"' : text })} />
      <TextField label="To unit" text={to} {...at} change={(text) => put({ to: text === '' ? '"EA"' : text })} />
      <TextField
        label="Of the item"
        description="The factor is read from the table unit-conversion; &quot;*&quot; stands for every item."
        text={item}
        {...at}
        change={(text) => put({ item: text === '' ? '"*"' : text })}
      />
    </>
  );
}
