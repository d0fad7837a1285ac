import { Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { FormEnd } from '../parts/form-end.tsx';
import { RoleSelect } from './person-fields.tsx';
import { Places, type PlacesValue } from './places.tsx';
import type { Roles } from './queries.ts';

/** Makes an account for a program: CI, a partner's script. It cannot sign in; it acts by tokens that are made for it. */
export function AddService({ roles, onClose }: { roles: Roles['roles']; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState('analyst');
  const [places, setPlaces] = useState<PlacesValue>({ environments: null, folders: null });
  const found = roles.find((one) => one.name === role);
  const making = useMutation({
    mutationFn: () =>
      ask(api['service-accounts'].$post({ json: { name: name.trim(), role: role as 'viewer', ...places } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['users'] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title="An account for a program" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          making.mutate();
        }}
      >
        <Stack>
          <Text fz="sm">
            For CI or a script that must go on when the person who set it up is gone. Nobody signs in with it: make
            tokens for it, which can do no more than its role.
          </Text>
          <TextInput
            label="Name"
            placeholder="Pipeline of the flows repository"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={60}
            data-autofocus
          />
          <RoleSelect roles={roles} value={role} onChange={setRole} />
          <Places what={found?.title ?? role} value={places} onChange={setPlaces} />
          <FormEnd act={making} disabled={name.trim().length < 2} onCancel={onClose}>
            Make it
          </FormEnd>
        </Stack>
      </form>
    </Modal>
  );
}
