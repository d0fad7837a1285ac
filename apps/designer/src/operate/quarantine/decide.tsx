import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { countText } from '../text.ts';
import type { Detail } from './queries.ts';

/** A decision not to deliver, with its reason. */
export function Decide({ detail, act, onClose }: { detail: Detail; act: 'skip' | 'discard'; onClose: () => void }) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const decide = useMutation({
    mutationFn: () =>
      ask(
        api.quarantine[':id'].decision.$put({
          param: { id: detail.id },
          json: { state: act === 'skip' ? 'skipped' : 'discarded', reason: reason.trim() },
        }),
      ),
    onSuccess: () => {
      notifications.show({ message: act === 'skip' ? 'Skipped; what waited behind it goes on.' : 'Discarded.' });
      onClose();
      return client.invalidateQueries({ queryKey: ['quarantine'] });
    },
  });
  const { count } = detail.successors;
  return (
    <Modal opened onClose={onClose} title={act === 'skip' ? 'Skip this message' : 'Discard this message'}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          decide.mutate();
        }}
      >
        <Stack gap="md">
          <Text fz="sm">
            {act === 'skip'
              ? `It is not delivered to ${detail.owes.map(({ name }) => name).join(', ')}${count > 0 ? `, and ${countText(count, 'message')} behind it go on` : ''}. `
              : 'It should never have come: a test, a duplicate of another system. It is not delivered. '}
            It stays on record with its content and counts as quarantined.
          </Text>
          <Textarea
            label="Reason"
            data-autofocus
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            error={decide.error?.message}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="red" loading={decide.isPending} disabled={reason.trim() === ''}>
              {act === 'skip' ? 'Skip' : 'Discard'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
