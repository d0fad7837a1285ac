import { Alert, Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import { Problem } from '../api.ts';
import { Brand } from './brand.tsx';
import { queryClient } from './query-client.ts';
import { meQuery, signIn } from './session.ts';
import { useTitle } from './title.ts';

export function SignIn() {
  useTitle('Sign in');
  const { to } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const password = useRef<HTMLInputElement>(null);
  const [asksCode, setAsksCode] = useState(false);
  const attempt = useMutation({
    mutationFn: (form: FormData) => signIn(textOf(form, 'email'), textOf(form, 'password'), textOf(form, 'code')),
    onSuccess: async (me) => {
      queryClient.clear();
      queryClient.setQueryData(meQuery.queryKey, me);
      await navigate({ to: ownPath(to), replace: true });
    },
    onError: (error) => {
      if (needsCode(error)) setAsksCode(true);
      else password.current?.select();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    attempt.mutate(new FormData(event.currentTarget));
  };

  return (
    <Center component="main" mih="100dvh" p="md" className="sign-in">
      <Stack w="100%" maw={380} gap="lg">
        <Brand size={32} />
        <Paper withBorder shadow="sm" radius="lg" p="xl">
          <form onSubmit={submit}>
            <Stack gap="md">
              <div>
                <Title order={1} fz="h3">
                  Sign in
                </Title>
                {to !== undefined && (
                  <Text c="dimmed" fz="sm" mt={4}>
                    You will be taken back to where you were.
                  </Text>
                )}
              </div>
              {attempt.error !== null && !needsCode(attempt.error) && (
                <Alert color="red" variant="light" icon={<IconAlertCircle aria-hidden />} role="alert">
                  {attempt.error.message}
                </Alert>
              )}
              <TextInput
                name="email"
                type="email"
                label="Email"
                autoComplete="username"
                required
                withAsterisk={false}
                autoFocus
              />
              <PasswordInput
                ref={password}
                name="password"
                label="Password"
                autoComplete="current-password"
                required
                withAsterisk={false}
                maxLength={128}
              />
              {asksCode && (
                <TextInput
                  name="code"
                  label="Code"
                  description="From your authenticator app, or one of your recovery codes."
                  autoComplete="one-time-code"
                  required
                  withAsterisk={false}
                  maxLength={20}
                  autoFocus
                />
              )}
              <Button type="submit" fullWidth loading={attempt.isPending} mt={4}>
                Sign in
              </Button>
            </Stack>
          </form>
        </Paper>
        <Text c="dimmed" fz="xs" ta="center">
          The first administrator is admin@throughline.local; its password is printed where the server was started.
        </Text>
      </Stack>
    </Center>
  );
}

function needsCode(error: Error): boolean {
  return error instanceof Problem && error.code === 'second_factor_needed';
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** Only a path of this server: a link may not send people elsewhere after they signed in. */
function ownPath(to: string | undefined): string {
  if (to === undefined || !to.startsWith('/')) return '/';
  const url = new URL(to, window.location.origin);
  return url.origin === window.location.origin ? url.pathname + url.search : '/';
}
