import { Alert, Anchor, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTestPipe } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { meQuery } from '../../frame/session.ts';
import { keepTest } from './keep-test.ts';
import type { Trace } from './query.ts';

/** Makes a test of this run, kept with its flow: from then on every version is expected to end as this one did. */
export function SaveTest({ run }: { run: Trace }) {
  const [isOpen, setOpen] = useState(false);
  const permissions = useQuery(meQuery).data?.permissions ?? [];
  const may = permissions.includes('message.see') && permissions.includes('flow.edit');
  if (!may || run.isExpired || run.state === 'waiting' || run.state === 'running') return null;
  return (
    <>
      <Button variant="default" leftSection={<IconTestPipe size={16} aria-hidden />} onClick={() => setOpen(true)}>
        Save as a test…
      </Button>
      {isOpen && <Dialog run={run} close={() => setOpen(false)} />}
    </>
  );
}

function Dialog({ run, close }: { run: Trace; close: () => void }) {
  const [name, setName] = useState(`Run of ${run.beganAt.slice(0, 16).replace('T', ' ')}`);
  const keep = useMutation({
    mutationFn: () => keepTest(run, name.trim()),
    onSuccess: (kept) => {
      notifications.show({
        color: 'teal',
        title: 'Kept as a test',
        message: (
          <>
            {kept} is in the draft of{' '}
            <Anchor component={Link} to={`/flows/${run.flow}` as never} fz="sm">
              its flow
            </Anchor>{' '}
            now; run it there under Tests.
          </>
        ),
      });
      close();
    },
  });
  return (
    <Modal opened onClose={close} title="Save as a test" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep.mutate();
        }}
      >
        <Stack gap="md">
          <Text fz="sm" c="dimmed">
            The message and the partners’ answers go into the draft of the flow, with stand-ins for what is personal.
            The flow is then expected to end as it did here.
          </Text>
          <TextInput
            label="Name"
            value={name}
            maxLength={120}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {keep.error !== null && (
            <Alert color="red" variant="light" title="This run could not be kept">
              {keep.error.message}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={keep.isPending} disabled={name.trim() === ''}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
