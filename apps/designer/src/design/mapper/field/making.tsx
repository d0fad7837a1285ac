import { Select, Text } from '@mantine/core';
import type { Value } from '@throughline/nodes/mapping';
import { useState } from 'react';
import { functionNamed } from '../../editor/expression/functions.ts';
import { conversionIn, textOf, valueFrom } from '../model/parts.ts';
import type { TargetRow } from '../model/rows.ts';
import { Constant } from './constant.tsx';
import { Conversion } from './conversion.tsx';
import type { FieldContext } from './field-pane.tsx';
import { LookupEditor } from './lookup.tsx';
import { TextField } from './text-field.tsx';
import { wayOf } from './ways.ts';

/** The parts of what a field is made from, each with a field of its own. */
export function Making({
  own,
  row,
  at,
  set,
}: {
  own: Value | null;
  row: TargetRow;
  at: FieldContext;
  set: (value: Value | null) => void;
}) {
  // What is written may come to be a constant or a list on the way; the field stays what it is until it is left.
  const [isWriting, setWriting] = useState(false);
  if (isWriting || wayOf(own) === 'expression') return <Written own={own} at={at} set={set} onWriting={setWriting} />;
  if (own === null || own.kind === 'object') return null;
  if (own.kind === 'constant')
    return <Constant value={own.value} shape={row.shape} change={(value) => set({ kind: 'constant', value })} />;
  const conversion = conversionIn(own);
  if (conversion !== null) return <Conversion parts={conversion} at={at} set={set} />;
  if (own.kind === 'lookup') return <LookupEditor value={own} at={at} change={set} />;
  if (own.kind === 'each') {
    return (
      <>
        <TextField
          label="List"
          text={own.over}
          {...at}
          change={(over) => set({ ...own, over: over === '' ? '[]' : over })}
        />
        <TextField
          label="Only elements where"
          description="Empty: all of them."
          text={own.where ?? ''}
          {...at}
          change={(where) => set({ ...own, where: where === '' ? null : where })}
        />
        <Select
          label="Without elements"
          data={[
            { value: 'list', label: 'An empty list' },
            { value: 'list-or-nothing', label: 'The field is left out' },
            { value: 'unwrapped', label: 'Left out, and one element stands without its list' },
          ]}
          value={own.result}
          allowDeselect={false}
          onChange={(result) => result !== null && set({ ...own, result: result as typeof own.result })}
        />
      </>
    );
  }
  return null;
}

interface WrittenProps {
  own: Value | null;
  at: FieldContext;
  set: (value: Value | null) => void;
  onWriting: (isWriting: boolean) => void;
}

/** One expression, with help on the function that it calls. */
function Written({ own, at, set, onWriting }: WrittenProps) {
  const call = own?.kind === 'call' ? functionNamed(own.name) : undefined;
  return (
    <>
      <TextField
        label="Expression"
        text={textOf(own)}
        {...at}
        isLarge={own?.kind === 'expression'}
        onLeave={() => onWriting(false)}
        change={(text) => {
          onWriting(true);
          set(valueFrom(text));
        }}
      />
      {call !== undefined && (
        <Text fz="xs" c="dimmed">
          <b>
            ${call.name}({call.takes})
          </b>{' '}
          {call.help} <code>{call.example}</code> gives <code>{call.gives}</code>
        </Text>
      )}
    </>
  );
}
