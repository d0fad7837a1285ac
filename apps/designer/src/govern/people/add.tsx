import { Modal, PasswordInput, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { FormEnd } from '../parts/form-end.tsx';
import { PersonFields } from './person-fields.tsx';
import type { Roles } from './queries.ts';

export function AddPerson({ roles, onClose }: { roles: Roles['roles']; onClose: () => void }) {
  const client = useQueryClient();
  const [wanted, setWanted] = useState({ email: '', name: '', role: 'viewer', password: '' });
  const set = (part: Partial<typeof wanted>) => setWanted({ ...wanted, ...part });
  const adding = useMutation({
    mutationFn: () => ask(api.users.$post({ json: { ...wanted, role: wanted.role as 'viewer' } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['users'] });
      onClose();
    },
  });
  const isReady = wanted.email.includes('@') && wanted.name !== '' && wanted.password.length >= 12;
  return (
    <Modal opened onClose={onClose} title="Add a person" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) adding.mutate();
        }}
      >
        <Stack>
          <PersonFields roles={roles} value={wanted} onChange={set} />
          <PasswordInput
            label="First password"
            description="At least 12 characters; tell it to them by another way than this one."
            value={wanted.password}
            onChange={(event) => set({ password: event.currentTarget.value })}
            autoComplete="new-password"
            maxLength={128}
          />
          <FormEnd act={adding} disabled={!isReady} onCancel={onClose}>
            Add them
          </FormEnd>
        </Stack>
      </form>
    </Modal>
  );
}
