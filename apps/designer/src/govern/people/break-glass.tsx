import { Button, Code, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { FormEnd } from '../parts/form-end.tsx';
import { Notice } from '../parts/notice.tsx';

/** Makes an account for emergencies; its password is shown once, to be sealed away. */
export function MakeBreakGlass({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('Emergency');
  const making = useMutation({
    mutationFn: () => ask(api['break-glass-accounts'].$post({ json: { name: name.trim() } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
  });
  const made = making.data;
  return (
    <Modal opened onClose={onClose} title="An account for emergencies" size="lg">
      {made === undefined ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            making.mutate();
          }}
        >
          <Stack>
            <Text fz="sm">
              For the night when nobody else can get in: it may do everything, patient data included. Whoever uses it
              has to say why, every administrator is told at once, and it is over after an hour.
            </Text>
            <TextInput
              label="Name"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={60}
              data-autofocus
            />
            <FormEnd act={making} disabled={name.trim().length < 2} onCancel={onClose}>
              Make it
            </FormEnd>
          </Stack>
        </form>
      ) : (
        <Stack>
          <Notice color="green" title="Shown once">
            Print it, seal it, and put it where two people know of it.
          </Notice>
          <Code block>{`${made.email}\n${made.password}`}</Code>
          <Group justify="flex-end">
            <CopyButton value={`${made.email}\n${made.password}`}>
              {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}
            </CopyButton>
            <Button variant="default" onClick={onClose}>
              Done
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
