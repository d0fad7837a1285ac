import { Alert, Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Brand } from '../../frame/brand.tsx';
import { queryClient } from '../../frame/query-client.ts';
import { meQuery } from '../../frame/session.ts';
import { useTitle } from '../../frame/title.ts';
import { Waiting } from '../../frame/waiting.tsx';

/** What an invitation's link opens: who one will be here, and a password to choose. */
export function InvitationPage() {
  useTitle('Invitation');
  const [secret] = useState(() => window.location.hash.slice(1));
  const invitation = useQuery({
    queryKey: ['invitation', secret],
    queryFn: () => ask(api.invitations.look.$post({ json: { secret } })),
    enabled: secret !== '',
    retry: false,
  });
  const isGone = secret === '' || invitation.error !== null;
  return (
    <Center component="main" mih="100dvh" p="md" className="sign-in">
      <Stack w="100%" maw={420} gap="lg">
        <Brand size={32} />
        <Paper withBorder shadow="sm" radius="lg" p="xl">
          {isGone ? (
            <Stack gap="xs">
              <Title order={1} fz="h3">
                This invitation is over
              </Title>
              <Text fz="sm">
                It was used, withdrawn, or its time ran out. Ask whoever sent it for another one; if you took it
                already, <a href="/sign-in">sign in</a>.
              </Text>
            </Stack>
          ) : invitation.data === undefined ? (
            <Waiting words="Reading the invitation" height={260} />
          ) : (
            <Accept secret={secret} invitation={invitation.data} />
          )}
        </Paper>
      </Stack>
    </Center>
  );
}

function Accept({ secret, invitation }: { secret: string; invitation: { email: string; name: string; role: string } }) {
  const navigate = useNavigate();
  const [name, setName] = useState(invitation.name);
  const [password, setPassword] = useState('');
  const accepting = useMutation({
    mutationFn: () => ask(api.invitations.accept.$post({ json: { secret, name: name.trim(), password } })),
    onSuccess: async (me) => {
      queryClient.clear();
      queryClient.setQueryData(meQuery.queryKey, me);
      await navigate({ to: '/', replace: true });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        accepting.mutate();
      }}
    >
      <Stack gap="md">
        <div>
          <Title order={1} fz="h3">
            Welcome
          </Title>
          <Text c="dimmed" fz="sm" mt={4}>
            You are invited to Throughline as {invitation.role}. You will sign in as {invitation.email}.
          </Text>
        </div>
        {accepting.error !== null && (
          <Alert color="red" variant="light" icon={<IconAlertCircle aria-hidden />} role="alert">
            {accepting.error.message}
          </Alert>
        )}
        <input type="text" name="username" autoComplete="username" value={invitation.email} readOnly hidden />
        <TextInput
          label="Your name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="name"
          maxLength={120}
        />
        <PasswordInput
          label="Choose a password"
          description="At least 12 characters."
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="new-password"
          maxLength={128}
          autoFocus
        />
        <Button type="submit" loading={accepting.isPending} disabled={password.length < 12 || name.trim() === ''}>
          Come in
        </Button>
      </Stack>
    </form>
  );
}
