import { ActionIcon, Button, Group, SegmentedControl, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { Lookup } from '@throughline/nodes/mapping';
import { useTyped } from '../../editor/typed.ts';
import { useColumns, useKnown } from '../../editor/widgets/known.ts';
import { Suggested } from '../../editor/widgets/suggested.tsx';
import type { FieldContext } from './field-pane.tsx';
import { TextField } from './text-field.tsx';

/** A row of a reference table: which table, by which key, which column of it. */
export function LookupEditor({
  value,
  at,
  change,
}: {
  value: Lookup;
  at: FieldContext;
  change: (value: Lookup) => void;
}) {
  const known = useKnown('tables');
  const table = useTyped(value.table, (next) => change({ ...value, table: next }));
  const column = useTyped(value.column ?? '', (next) => change({ ...value, column: next === '' ? null : next }));
  const shape = useColumns(value.table);
  const isSeveral = typeof value.key !== 'string';
  const columns = typeof value.key === 'string' ? [] : value.key;
  return (
    <>
      <Suggested
        label="Table"
        data={known.names?.map(({ name }) => name) ?? []}
        value={table.shown}
        onChange={table.type}
        onBlur={table.flush}
        onPick={table.flush}
      />
      <SegmentedControl
        size="xs"
        aria-label="Key of the table"
        data={[
          { value: 'one', label: 'One key column' },
          { value: 'several', label: 'Several' },
        ]}
        value={isSeveral ? 'several' : 'one'}
        onChange={(next) => {
          if (next === 'several' && typeof value.key === 'string')
            change({ ...value, key: keyColumns(value.key, shape?.key) });
          if (next === 'one' && typeof value.key !== 'string') change({ ...value, key: value.key[0]?.text ?? '""' });
        }}
      />
      {typeof value.key === 'string' ? (
        <TextField
          label="Key"
          text={value.key}
          {...at}
          change={(text) => change({ ...value, key: text === '' ? '""' : text })}
        />
      ) : (
        columns.map((one, i) => (
          <Group key={`${i}-${columns.length}`} gap={6} align="flex-end" wrap="nowrap">
            <KeyColumn
              name={one.column}
              rename={(name) => change({ ...value, key: columns.with(i, { ...one, column: name }) })}
            />
            <div style={{ flex: 1, minWidth: 0 }}>
              <TextField
                label="is"
                text={one.text}
                {...at}
                of={`${at.of} ${one.column}`}
                change={(text) => change({ ...value, key: columns.with(i, { ...one, text }) })}
              />
            </div>
            <ActionIcon
              variant="subtle"
              color="gray"
              mb={4}
              aria-label={`Remove key column ${one.column}`}
              disabled={columns.length < 2}
              onClick={() => change({ ...value, key: columns.toSpliced(i, 1) })}
            >
              <IconTrash size={15} aria-hidden />
            </ActionIcon>
          </Group>
        ))
      )}
      {isSeveral && (
        <Button
          size="xs"
          variant="default"
          onClick={() => change({ ...value, key: [...columns, { column: `column${columns.length + 1}`, text: '""' }] })}
        >
          Add a key column
        </Button>
      )}
      <Suggested
        label="Column"
        description="Empty: the whole row."
        data={shape?.names ?? []}
        value={column.shown}
        onChange={column.type}
        onBlur={column.flush}
        onPick={column.flush}
      />
      <TextField
        label="Effective on"
        description="Empty: the day the message was accepted."
        text={value.at ?? ''}
        {...at}
        change={(text) => change({ ...value, at: text === '' ? null : text })}
      />
    </>
  );
}

/** The first key column gets what was the whole key; the others wait for theirs. */
function keyColumns(text: string, key: readonly string[] = ['key']): { column: string; text: string }[] {
  return key.map((column, i) => ({ column, text: i === 0 ? text : '""' }));
}

function KeyColumn({ name, rename }: { name: string; rename: (name: string) => void }) {
  const { shown, type, leave } = useTyped(name, (next) => next !== '' && rename(next));
  return (
    <TextInput
      label="Column"
      w={110}
      value={shown}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={leave}
    />
  );
}
