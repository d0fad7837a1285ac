import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Pending } from '../../frame/pending.tsx';
import { Planner } from '../replay/planner.tsx';
import { tableQuery, unmappedQuery } from '../tables/queries.ts';
import { RowFields } from '../tables/row-fields.tsx';
import { countText } from '../text.ts';

interface HealProps {
  environment: string;
  missed: { table: string; hash: string; key: string[]; count: number };
  onClose: () => void;
}

/** Fix once, heal all: adds the row that was missed, then plans the replay of exactly the messages that missed it. */
export function Heal({ environment, missed, onClose }: HealProps) {
  const client = useQueryClient();
  const table = useQuery(tableQuery(missed.table, environment));
  const [values, setValues] = useState<Record<string, string> | null>(null);
  const [note, setNote] = useState('');
  const definition = table.data?.definition;
  // The row may be missed in other places too: the replay takes all that missed it.
  const everywhere = useQuery(unmappedQuery(environment, missed.table)).data?.rows;
  const count = everywhere?.find(({ hash }) => hash === missed.hash)?.count ?? missed.count;
  const key =
    definition === undefined ? {} : Object.fromEntries(definition.key.map((name, i) => [name, missed.key[i] ?? '']));
  const known = table.data?.rows.find(({ values: row }) => definition?.key.every((name) => row[name] === key[name]));
  const row = values ?? { ...(known?.values ?? {}), ...key };
  const add = useMutation({
    mutationFn: () =>
      ask(
        api.tables[':table'].rows.$put({
          param: { table: missed.table },
          json: { environment, rows: [{ line: 1, values: row }], base: table.data?.version ?? null, note },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tables'] }),
  });
  if (add.isSuccess) {
    return (
      <Planner
        title={`Replay the messages that missed ${missed.key.join(' · ')}`}
        wanted={{ environment, quarantine: { missed: { table: missed.table, hash: missed.hash } } }}
        initial={{
          from: 'received',
          version: 'live',
          reason: `Row ${missed.key.join(' · ')} added to ${missed.table}`,
        }}
        onClose={onClose}
      />
    );
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={`${known === undefined ? 'Add a row to' : 'Complete the row of'} ${definition?.title ?? missed.table}`}
    >
      {definition === undefined ? (
        <Pending error={table.error} again={table.refetch} waitsFor="the table" height={240} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate();
          }}
        >
          <Stack gap="md">
            <Text fz="sm" c="dimmed">
              {countText(count, 'message')} stopped because this row is missing. Messages accepted from now on use it;
              those that wait are replayed in the next step, in the order in which they came.
            </Text>
            <RowFields definition={definition} values={row} locked={definition.key} onChange={setValues} />
            <TextInput
              label="Why"
              placeholder="Confirmed with the item master team"
              maxLength={500}
              value={note}
              onChange={({ currentTarget }) => setNote(currentTarget.value)}
            />
            {add.error !== null && (
              <Alert color="red" p="sm">
                {add.error.message}
              </Alert>
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={add.isPending}>
                {known === undefined ? 'Add the row' : 'Save the row'}, then plan the replay
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
