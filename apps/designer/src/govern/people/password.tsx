import { Modal, PasswordInput, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { FormEnd } from '../parts/form-end.tsx';
import type { Person } from './queries.ts';

export function NewPassword({ person, onClose }: { person: Person; onClose: () => void }) {
  const [password, setPassword] = useState('');
  const setting = useMutation({
    mutationFn: () => ask(api.users[':id'].password.$put({ param: { id: person.id }, json: { password } })),
    onSuccess: onClose,
  });
  return (
    <Modal opened onClose={onClose} title={`New password for ${person.name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (password.length >= 12) setting.mutate();
        }}
      >
        <Stack>
          <PasswordInput
            label="New password"
            description="At least 12 characters. Their sessions end at once."
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="new-password"
            maxLength={128}
            data-autofocus
          />
          <FormEnd act={setting} disabled={password.length < 12} onCancel={onClose}>
            Set it
          </FormEnd>
        </Stack>
      </form>
    </Modal>
  );
}
