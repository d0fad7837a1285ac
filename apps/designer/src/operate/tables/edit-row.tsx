import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import type { TableContent } from './queries.ts';
import { RowFields } from './row-fields.tsx';

interface EditRowProps {
  table: TableContent;
  name: string;
  environment: string;
  /** Empty: a new row. */
  row: Record<string, string>;
  onClose: () => void;
}

export function EditRow({ table: { definition, version }, name, environment, row, onClose }: EditRowProps) {
  const client = useQueryClient();
  const [values, setValues] = useState(row);
  const [note, setNote] = useState('');
  const isNew = Object.keys(row).length === 0;
  const change = useMutation({
    mutationFn: (json: {
      rows: { line: number; values: Record<string, string> }[];
      removed?: Record<string, string>[];
    }) =>
      ask(
        api.tables[':table'].rows.$put({ param: { table: name }, json: { ...json, environment, base: version, note } }),
      ),
    onSuccess: () => {
      notifications.show({ message: 'Saved as a new version; messages accepted from now on use it.' });
      onClose();
      return client.invalidateQueries({ queryKey: ['tables'] });
    },
  });
  return (
    <Modal opened onClose={onClose} size="lg" title={isNew ? 'Add a row' : 'Change a row'}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ rows: [{ line: 1, values }] });
        }}
      >
        <Stack gap="md">
          <RowFields
            definition={definition}
            values={values}
            locked={isNew ? [] : [...definition.key, ...(definition.effective ? ['effectiveFrom'] : [])]}
            onChange={setValues}
          />
          <TextInput
            label="Why"
            maxLength={500}
            value={note}
            onChange={({ currentTarget }) => setNote(currentTarget.value)}
          />
          {change.error !== null && (
            <Alert color="red" p="sm">
              {change.error.message}
            </Alert>
          )}
          <Group justify="space-between">
            {isNew ? (
              <span />
            ) : (
              <Button
                variant="subtle"
                color="red"
                loading={change.isPending}
                onClick={() => change.mutate({ rows: [], removed: [row] })}
              >
                Remove the row
              </Button>
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={change.isPending}>
                Save
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
