import {
  Badge,
  Button,
  Group,
  Modal,
  Paper,
  PasswordInput,
  Stack,
  Switch,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { Pending } from '../../frame/pending.tsx';
import { FormEnd } from '../parts/form-end.tsx';
import { useRight } from '../parts/rights.ts';
import { secretsQuery } from './queries.ts';
import { usesText } from './words.ts';

/** Secrets that doors ask senders for. */
export function SecretsPart({ environment }: { environment: string }) {
  const [setting, setSetting] = useState<string | null>(null);
  const mayManage = useRight('connection.manage');
  const found = useQuery(secretsQuery(environment));
  if (found.data === undefined)
    return <Pending error={found.error} again={found.refetch} waitsFor="the secrets" height={160} />;
  const { secrets, missing } = found.data;
  const rows = [
    ...missing.map(({ name, usedBy }) => ({ name, usedBy, known: null })),
    ...secrets.map((one) => ({ name: one.name, usedBy: one.usedBy, known: one })),
  ];
  return (
    <Paper
      withBorder
      radius="lg"
      bg="var(--surface)"
      component="section"
      aria-labelledby="secrets"
      style={{ overflow: 'hidden' }}
    >
      <Group justify="space-between" px="lg" pt="md" pb="sm">
        <div>
          <Title order={2} fz="h4" id="secrets">
            Secrets of doors
          </Title>
          <Text c="dimmed" fz="sm">
            What senders prove themselves with: keys and signature secrets that triggers name.
          </Text>
        </div>
        {mayManage && (
          <Button variant="default" leftSection={<IconKey size={16} aria-hidden />} onClick={() => setSetting('')}>
            Set a secret
          </Button>
        )}
      </Group>
      {rows.length > 0 && (
        <Table.ScrollContainer minWidth={620} type="native">
          <Table verticalSpacing="sm" horizontalSpacing="lg">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>State</Table.Th>
                <Table.Th>Asked for by</Table.Th>
                <Table.Th aria-label="What to do" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ name, usedBy, known }) => (
                <Table.Tr key={name}>
                  <Table.Th scope="row">
                    <Text fw={600} fz="sm">
                      {name}
                    </Text>
                  </Table.Th>
                  <Table.Td>
                    {known === null ? (
                      <Badge color="orange" variant="light" tt="none" c="var(--mantine-color-text)">
                        Not set: nobody gets in
                      </Badge>
                    ) : (
                      <Text fz="sm">
                        Version {known.version}
                        {known.outside && ', in the vault'}, by {known.changedBy}, <Instant at={known.changedAt} />
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    <Text fz="sm">{usesText(usedBy)}</Text>
                  </Table.Td>
                  <Table.Td ta="right">
                    {mayManage && (
                      <Button size="compact-sm" variant="default" onClick={() => setSetting(name)}>
                        {known === null ? 'Set it' : 'Replace'}
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {setting !== null && <SetSecret environment={environment} name={setting} onClose={() => setSetting(null)} />}
    </Paper>
  );
}

function SetSecret({ environment, name: given, onClose }: { environment: string; name: string; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState(given);
  const [value, setValue] = useState('');
  const [isInVault, setInVault] = useState(false);
  const saving = useMutation({
    mutationFn: () =>
      ask(api.secrets[':name'].$put({ param: { name }, json: { environment, value, vault: isInVault } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['connections', environment] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={given === '' ? 'Set a secret' : `Secret ${given}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <Stack>
          {given === '' && (
            <TextInput
              label="Name"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={64}
              data-autofocus
            />
          )}
          <PasswordInput
            label={isInVault ? 'Where the vault keeps it' : 'Value'}
            description={
              isInVault
                ? 'mount/path#field, such as kv/hospital/scanners#key'
                : 'At least 6 characters. Nobody sees it again.'
            }
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
            autoComplete="off"
          />
          <Switch
            label="It is kept in HashiCorp Vault"
            checked={isInVault}
            onChange={(event) => setInVault(event.currentTarget.checked)}
          />
          <FormEnd act={saving} disabled={name === '' || value.length < 6} onCancel={onClose}>
            Set it
          </FormEnd>
        </Stack>
      </form>
    </Modal>
  );
}
