import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Problems } from '../parts/reason-modal.tsx';
import type { NewKey } from './fresh-key.tsx';
import type { Client, Key } from './queries.ts';
import { kindWords } from './words.ts';

const overlaps = [
  { value: '0', label: 'not at all: the old one ends now' },
  { value: '1', label: 'one hour' },
  { value: '24', label: 'a day' },
  { value: '168', label: 'a week' },
  { value: '720', label: 'thirty days' },
];

interface EndKeyProps {
  client: Client;
  row: Key;
  by: 'revoke' | 'rotate';
  revoke: () => Promise<unknown>;
  onMade: (key: NewKey) => void;
  onRevoked: () => void;
  onClose: () => void;
}

/** Ends a key at once, or puts a new one in its place with some time for the partner to change over. */
export function EndKey({ client, row, by, revoke, onMade, onRevoked, onClose }: EndKeyProps) {
  const [hours, setHours] = useState('24');
  const ending = useMutation({
    mutationFn: async () => {
      if (by === 'revoke') {
        await revoke();
        return null;
      }
      const param = { id: client.id, key: row.id };
      return ask(api.clients[':id'].keys[':key'].rotation.$post({ param, json: { overlapHours: Number(hours) } }));
    },
    onSuccess: (made) => (made === null ? onRevoked() : onMade(made)),
  });
  const what = `${kindWords[row.kind].toLowerCase()} ${row.hint}`;
  return (
    <Modal opened onClose={onClose} title={by === 'revoke' ? `Revoke the ${what}` : `Rotate the ${what}`} size="md">
      <Stack>
        {by === 'revoke' ? (
          <Text fz="sm">{client.name} is refused with it from this moment, in every process. It cannot be undone.</Text>
        ) : (
          <>
            <Text fz="sm">A new key is made and shown once. Both are good until the partner has changed over.</Text>
            <Select
              label="The old one stays good"
              data={overlaps}
              value={hours}
              allowDeselect={false}
              onChange={(value) => setHours(value ?? '24')}
            />
          </>
        )}
        {ending.error !== null && <Problems error={ending.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            {...(by === 'revoke' ? { color: 'red.9' } : {})}
            loading={ending.isPending}
            onClick={() => ending.mutate()}
            data-autofocus
          >
            {by === 'revoke' ? 'Revoke it' : 'Make the new one'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
