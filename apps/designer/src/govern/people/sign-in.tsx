import { Button, Group, NumberInput, Paper, SegmentedControl, Stack, Switch, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { Problems } from '../parts/reason-modal.tsx';
import { type Oidc, Provider } from './provider.tsx';
import { rolesQuery, type SignInSettings, signInSettingsQuery } from './queries.ts';

/** How people sign in, and for how long. */
export function SignInSettingsPage() {
  const settings = useQuery(signInSettingsQuery);
  return (
    <Page
      title="Signing in"
      about="How people come in, and how long they stay. Passkeys need no setting: everybody adds their own under their account."
      back={{ to: '/people', label: 'People' }}
    >
      {settings.data === undefined ? (
        <Pending error={settings.error} again={settings.refetch} waitsFor="the settings" height={320} />
      ) : (
        <Settings key={JSON.stringify(settings.data)} given={settings.data} />
      )}
    </Page>
  );
}

const fresh: Oidc = {
  title: '',
  issuer: '',
  clientId: '',
  scopes: 'openid email profile',
  groupsClaim: 'groups',
  rules: [],
};

function Settings({ given }: { given: SignInSettings }) {
  const client = useQueryClient();
  const roles = useQuery(rolesQuery).data?.roles ?? [];
  const { hasSecret, ...before } = given;
  const [settings, setSettings] = useState(before);
  const [secret, setSecret] = useState('');
  const set = (part: Partial<typeof settings>) => setSettings((now) => ({ ...now, ...part }));
  const isChanged = secret !== '' || JSON.stringify(settings) !== JSON.stringify(before);
  const saving = useMutation({
    mutationFn: () =>
      ask(api['sign-in'].settings.$put({ json: { ...settings, ...(secret === '' ? {} : { secret }) } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['users', 'sign-in'] });
      notifications.show({ title: 'Signing in', message: 'Saved.', color: 'green.9' });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <Stack maw={900}>
        <Paper withBorder radius="lg" p="lg" bg="var(--surface)" component="section" aria-labelledby="limits">
          <Title order={2} fz="h4" id="limits" mb="sm">
            Sessions
          </Title>
          <Group align="start">
            <NumberInput
              label="Minutes without a request"
              description="Then a session is over. 5 to 1440."
              min={5}
              max={1440}
              value={settings.idleMinutes}
              onChange={(value) => set({ idleMinutes: Number(value) })}
              w={240}
            />
            <NumberInput
              label="Hours at most"
              description="However busy it is. 1 to 168."
              min={1}
              max={168}
              value={settings.absoluteHours}
              onChange={(value) => set({ absoluteHours: Number(value) })}
              w={240}
            />
          </Group>
        </Paper>
        <Paper withBorder radius="lg" p="lg" bg="var(--surface)" component="section" aria-labelledby="provider">
          <Stack>
            <div>
              <Title order={2} fz="h4" id="provider">
                Identity provider
              </Title>
              <Text c="dimmed" fz="sm">
                OpenID Connect: Entra ID, Okta, Keycloak and their like. People get their role by their groups, anew at
                every sign-in.
              </Text>
            </div>
            <Switch
              label="People sign in at an identity provider"
              checked={settings.oidc !== null}
              onChange={(event) => set({ oidc: event.currentTarget.checked ? (before.oidc ?? fresh) : null })}
            />
            {settings.oidc !== null && (
              <Provider
                value={settings.oidc}
                onChange={(oidc) => set({ oidc })}
                roles={roles}
                secret={secret}
                onSecret={setSecret}
                hasSecret={hasSecret}
              />
            )}
          </Stack>
        </Paper>
        <Paper withBorder radius="lg" p="lg" bg="var(--surface)" component="section" aria-labelledby="passwords">
          <Title order={2} fz="h4" id="passwords" mb="sm">
            Passwords
          </Title>
          <SegmentedControl
            aria-labelledby="passwords"
            value={settings.passwords}
            onChange={(value) => set({ passwords: value as 'everybody' })}
            data={[
              { value: 'everybody', label: 'Everybody may use one' },
              { value: 'break-glass', label: 'Only accounts for emergencies' },
            ]}
          />
        </Paper>
        {saving.error !== null && <Problems error={saving.error} />}
        <Group>
          <Button type="submit" loading={saving.isPending} disabled={!isChanged}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
