import { Alert, Anchor, Button, Center, Divider, Paper, Stack, Text, Title } from '@mantine/core';
import { IconAlertCircle, IconBuildingHospital, IconFingerprint } from '@tabler/icons-react';
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '../api.ts';
import { Brand } from './brand.tsx';
import { askDevice, knowsPasskeys, wordsOf } from './passkey.ts';
import { queryClient } from './query-client.ts';
import { type Me, meQuery } from './session.ts';
import { PasswordForm } from './sign-in-password.tsx';
import { useTitle } from './title.ts';

const waysQuery = queryOptions({ queryKey: ['sign-in'], queryFn: () => ask(api['sign-in'].$get()) });

/** Why the identity provider's answer was not enough, by the code in the address. */
const problems: Record<string, string> = {
  oidc_unreachable: 'The identity provider does not answer. Try again, or sign in another way.',
  oidc_state: 'This sign-in was begun in another browser, or too long ago. Begin it once more.',
  oidc_refused: 'The identity provider did not let you in. Try once more, or ask an administrator.',
  oidc_claims: 'The identity provider does not tell us your email address. Ask an administrator to have it sent.',
  oidc_no_role: 'You are known, but none of your groups has a role here. Ask an administrator.',
  oidc_email: 'Your provider does not vouch for your address, and an account here has it. Ask an administrator.',
  oidc_closed: 'This account is closed. Ask an administrator.',
};

export function SignIn() {
  useTitle('Sign in');
  const { to, problem, ended } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const ways = useQuery(waysQuery).data;
  const [isEmergency, setEmergency] = useState(false);
  const enter = async (me: Me) => {
    queryClient.clear();
    queryClient.setQueryData(meQuery.queryKey, me);
    await navigate({ to: ownPath(to), replace: true });
  };
  const byPasskey = useMutation({
    mutationFn: async () => {
      const options = await ask(api['sign-in'].passkey.begin.$post());
      return ask(api['sign-in'].passkey.$post({ json: { answer: await askDevice(options) } }));
    },
    onSuccess: enter,
  });
  const takesPasswords = ways === undefined || ways.passwords || isEmergency;
  const said = byPasskey.error === null ? problems[problem ?? ''] : wordsOf(byPasskey.error);

  return (
    <Center component="main" mih="100dvh" p="md" className="sign-in">
      <Stack w="100%" maw={380} gap="lg">
        <Brand size={32} />
        <Paper withBorder shadow="sm" radius="lg" p="xl">
          <Stack gap="md">
            <div>
              <Title order={1} fz="h3">
                Sign in
              </Title>
              {to !== undefined && (
                <Text c="dimmed" fz="sm" mt={4}>
                  {ended && 'Your session has ended. '}
                  {ended && to.startsWith('/flows/') && 'What you drew is kept. '}
                  You will be taken back to where you were.
                </Text>
              )}
            </div>
            {said !== undefined && (
              <Alert color="red" variant="light" icon={<IconAlertCircle aria-hidden />} role="alert">
                {said}
              </Alert>
            )}
            {ways?.oidc != null && (
              <Button
                component="a"
                href={`/api/v1/sign-in/oidc?to=${encodeURIComponent(ownPath(to))}`}
                leftSection={<IconBuildingHospital size={18} aria-hidden />}
              >
                Sign in with {ways.oidc.title}
              </Button>
            )}
            {knowsPasskeys() && (
              <Button
                variant="default"
                leftSection={<IconFingerprint size={18} aria-hidden />}
                loading={byPasskey.isPending}
                onClick={() => byPasskey.mutate()}
              >
                Sign in with a passkey
              </Button>
            )}
            {takesPasswords ? (
              <>
                {isEmergency && <Divider label="emergency access" />}
                {!isEmergency && (ways?.oidc != null || knowsPasskeys()) && <Divider label="or by password" />}
                <PasswordForm onEntered={enter} isMain={ways?.oidc == null} />
              </>
            ) : (
              <Anchor component="button" type="button" fz="sm" onClick={() => setEmergency(true)}>
                Emergency access
              </Anchor>
            )}
          </Stack>
        </Paper>
        <Text c="dimmed" fz="xs" ta="center">
          The first administrator is admin@throughline.local; its password is printed where the server was started.
        </Text>
      </Stack>
    </Center>
  );
}

/** Only a path of this server: a link may not send people elsewhere after they signed in. */
function ownPath(to: string | undefined): string {
  if (to === undefined || !URL.canParse(to, window.location.origin)) return '/';
  const url = new URL(to, window.location.origin);
  // Two slashes at the beginning would name a host, also where dots or a tab stood between them.
  const isOwn = url.origin === window.location.origin && /^\/(?!(\/|%09|%0a|%0d))/i.test(url.pathname);
  return isOwn ? url.pathname + url.search : '/';
}
