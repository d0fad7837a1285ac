import { ActionIcon, Button, Code, Group, PasswordInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { Places } from './places.tsx';
import type { Roles, SignInSettings } from './queries.ts';

export type Oidc = NonNullable<SignInSettings['oidc']>;

interface ProviderProps {
  value: Oidc;
  onChange: (value: Oidc) => void;
  roles: Roles['roles'];
  secret: string;
  onSecret: (secret: string) => void;
  hasSecret: boolean;
}

/** Where the identity provider is, and which group of it has which role. */
export function Provider({ value, onChange, roles, secret, onSecret, hasSecret }: ProviderProps) {
  const set = (part: Partial<Oidc>) => onChange({ ...value, ...part });
  const changeRule = (at: number, part: Partial<Oidc['rules'][number]>) =>
    set({ rules: value.rules.map((rule, i) => (i === at ? { ...rule, ...part } : rule)) });
  return (
    <Stack>
      <Text fz="sm" component="div">
        Register this address there: <Code>{`${window.location.origin}/api/v1/sign-in/oidc/callback`}</Code>
      </Text>
      <Group grow align="start">
        <TextInput
          label="Name on the button"
          placeholder="Hospital account"
          value={value.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
          maxLength={60}
        />
        <TextInput
          label="Issuer"
          placeholder="https://login.hospital.example"
          value={value.issuer}
          onChange={(event) => set({ issuer: event.currentTarget.value.trim() })}
        />
      </Group>
      <Group grow align="start">
        <TextInput
          label="Client id"
          value={value.clientId}
          onChange={(event) => set({ clientId: event.currentTarget.value.trim() })}
        />
        <PasswordInput
          label="Client secret"
          placeholder={hasSecret ? 'Kept; type to replace it' : 'None'}
          value={secret}
          onChange={(event) => onSecret(event.currentTarget.value)}
          autoComplete="off"
        />
      </Group>
      <Group grow align="start">
        <TextInput
          label="Scopes"
          value={value.scopes}
          onChange={(event) => set({ scopes: event.currentTarget.value })}
        />
        <TextInput
          label="Claim that lists groups"
          value={value.groupsClaim}
          onChange={(event) => set({ groupsClaim: event.currentTarget.value.trim() })}
        />
      </Group>
      <div>
        <Text fw={600} fz="sm">
          Groups and roles
        </Text>
        <Text c="dimmed" fz="xs">
          From the top: the first group that somebody is in gives their role. Whoever is in none does not come in.
        </Text>
      </div>
      {value.rules.map((rule, at) => (
        <Stack key={keyOf(at)} gap="xs">
          <Group align="end" wrap="nowrap">
            <TextInput
              label="Group"
              value={rule.group}
              onChange={(event) => changeRule(at, { group: event.currentTarget.value })}
              style={{ flex: 1 }}
            />
            <Select
              label="Role"
              data={roles.map(({ name, title }) => ({ value: name, label: title }))}
              value={rule.role}
              onChange={(role) => changeRule(at, { role: role ?? 'viewer' })}
              allowDeselect={false}
              style={{ flex: 1 }}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={`Take the rule for ${rule.group || 'this group'} away`}
              onClick={() => set({ rules: value.rules.filter((_, i) => i !== at) })}
            >
              <IconTrash size={17} />
            </ActionIcon>
          </Group>
          <Places
            what={roles.find(({ name }) => name === rule.role)?.title ?? rule.role}
            value={rule}
            onChange={(places) => changeRule(at, places)}
          />
        </Stack>
      ))}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        style={{ alignSelf: 'start' }}
        onClick={() =>
          set({ rules: [...value.rules, { group: '', role: 'viewer', environments: null, folders: null }] })
        }
      >
        A further group
      </Button>
    </Stack>
  );
}

/** Rules have no identity but their place. */
function keyOf(at: number): string {
  return `rule ${at}`;
}
