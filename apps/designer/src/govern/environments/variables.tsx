import { ActionIcon, Button, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import classes from './environments.module.css';

export function Variables({
  values,
  onChange,
}: {
  values: Record<string, string>;
  onChange: (values: Record<string, string>) => void;
}) {
  const [rows, setRows] = useState(() => Object.entries(values).map(([name, value], id) => ({ id, name, value })));
  const tell = (next: typeof rows) => {
    setRows(next);
    onChange(Object.fromEntries(next.filter(({ name }) => name !== '').map(({ name, value }) => [name, value])));
  };
  const change = (id: number, part: { name?: string; value?: string }) =>
    tell(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  return (
    <Stack gap="sm">
      {rows.map((row) => (
        <div className={classes.pair} key={row.id}>
          <TextInput
            label="Name"
            error={
              row.name !== '' && rows.some(({ id, name }) => id < row.id && name === row.name) && 'It stands above.'
            }
            placeholder="SITE"
            value={row.name}
            onChange={(event) => change(row.id, { name: event.currentTarget.value })}
          />
          <TextInput
            label="Value"
            value={row.value}
            onChange={(event) => change(row.id, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Take away ${row.name || 'this line'}`}
            onClick={() => tell(rows.filter(({ id }) => id !== row.id))}
          >
            <IconTrash size={17} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        style={{ alignSelf: 'start' }}
        onClick={() => setRows([...rows, { id: Math.max(-1, ...rows.map(({ id }) => id)) + 1, name: '', value: '' }])}
      >
        Add a variable
      </Button>
    </Stack>
  );
}
