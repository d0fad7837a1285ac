import { Button, Code, CopyButton, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { FormEnd } from '../parts/form-end.tsx';
import { Notice } from '../parts/notice.tsx';
import { PersonFields } from './person-fields.tsx';
import { Places, type PlacesValue } from './places.tsx';
import type { Roles } from './queries.ts';

/** Invites a colleague by a link that they choose their own password behind. */
export function Invite({ roles, onClose }: { roles: Roles['roles']; onClose: () => void }) {
  const client = useQueryClient();
  const [wanted, setWanted] = useState({ email: '', name: '', role: 'viewer', hours: 72 });
  const [places, setPlaces] = useState<PlacesValue>({ environments: null, folders: null });
  const set = (part: Partial<typeof wanted>) => setWanted({ ...wanted, ...part });
  const inviting = useMutation({
    mutationFn: () => ask(api.invitations.$post({ json: { ...wanted, ...places, name: wanted.name.trim() } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
  });
  const isReady = wanted.email.includes('@') && wanted.name.trim() !== '';
  const role = roles.find(({ name }) => name === wanted.role);
  if (inviting.data !== undefined) {
    return <TheLink name={wanted.name} secret={inviting.data.secret} hours={wanted.hours} onClose={onClose} />;
  }
  return (
    <Modal opened onClose={onClose} title="Invite a person" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) inviting.mutate();
        }}
      >
        <Stack>
          <PersonFields roles={roles} value={wanted} onChange={set} />
          <Places what={role?.title ?? wanted.role} value={places} onChange={setPlaces} />
          <NumberInput
            label="Good for how many hours"
            min={1}
            max={720}
            value={wanted.hours}
            onChange={(hours) => set({ hours: Number(hours) || 72 })}
            maw={200}
          />
          <FormEnd act={inviting} disabled={!isReady} onCancel={onClose}>
            Invite them
          </FormEnd>
        </Stack>
      </form>
    </Modal>
  );
}

function TheLink(props: { name: string; secret: string; hours: number; onClose: () => void }) {
  // Behind the #, so that no server and no proxy ever writes it down.
  const link = `${window.location.origin}/invitation#${props.secret}`;
  return (
    <Modal opened onClose={props.onClose} title={`Send this to ${props.name}`} size="lg">
      <Stack>
        <Notice color="green" title="Shown once">
          Whoever has this link becomes {props.name} here. It is good once, for {props.hours} hours.
        </Notice>
        <Code block data-testid="invitation-link">
          {link}
        </Code>
        <Text fz="xs" c="dimmed">
          You can withdraw it in the list of invitations.
        </Text>
        <Group justify="flex-end">
          <CopyButton value={link}>
            {({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy the link'}</Button>}
          </CopyButton>
          <Button variant="default" onClick={props.onClose}>
            Done
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
