import { Button, PasswordInput, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Problems } from '../parts/reason-modal.tsx';
import { AccountPart } from './part.tsx';

/** Changes one's own password. */
export function OwnPassword({ email }: { email: string }) {
  const client = useQueryClient();
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const changing = useMutation({
    mutationFn: () => ask(api.session.password.$put({ json: { old, password } })),
    onSuccess: async () => {
      setOld('');
      setPassword('');
      notifications.show({ title: 'Password', message: 'Changed. Your other sessions ended.', color: 'green.9' });
      await client.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  return (
    <AccountPart id="password" title="Password" about="A new one ends your other sessions.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          changing.mutate();
        }}
      >
        <Stack maw={360}>
          <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
          <PasswordInput
            label="Password you have now"
            value={old}
            onChange={(event) => setOld(event.currentTarget.value)}
            autoComplete="current-password"
            maxLength={128}
          />
          <PasswordInput
            label="New password"
            description="At least 12 characters."
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="new-password"
            maxLength={128}
          />
          {changing.error !== null && <Problems error={changing.error} />}
          <Button
            type="submit"
            variant="default"
            loading={changing.isPending}
            disabled={old === '' || password.length < 12}
            style={{ alignSelf: 'start' }}
          >
            Change it
          </Button>
        </Stack>
      </form>
    </AccountPart>
  );
}
