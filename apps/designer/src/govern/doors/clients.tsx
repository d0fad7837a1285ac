import { Anchor, Badge, Button, Group, Modal, Paper, Stack, Table, Text, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { Pending } from '../../frame/pending.tsx';
import { FormEnd } from '../parts/form-end.tsx';
import { NothingYet } from '../parts/nothing-yet.tsx';
import { useRight } from '../parts/rights.ts';
import { DoorsFrame } from './frame.tsx';
import { type Client, clientsQuery } from './queries.ts';
import { kindWords, number } from './words.ts';

/** Partners' programs. */
export function Clients() {
  const { environment = '' } = useParams({ strict: false }) as { environment?: string };
  const [isMaking, setMaking] = useState(false);
  const mayManage = useRight('door.manage');
  const found = useQuery(clientsQuery(environment));
  const make = mayManage && (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setMaking(true)}>
      New client
    </Button>
  );
  return (
    <DoorsFrame tab="clients" actions={make}>
      {found.data === undefined ? (
        <Pending error={found.error} again={found.refetch} waitsFor="the clients" height={260} />
      ) : found.data.clients.length === 0 ? (
        <NothingYet title="No client yet" action={make}>
          A client is a partner’s program: it has keys, doors that are open to it, and limits. A door of registered
          clients lets in nobody else.
        </NothingYet>
      ) : (
        <List clients={found.data.clients} environment={environment} />
      )}
      {isMaking && <MakeClient environment={environment} onClose={() => setMaking(false)} />}
    </DoorsFrame>
  );
}

function List({ clients, environment }: { clients: readonly Client[]; environment: string }) {
  return (
    <Paper withBorder radius="lg" bg="var(--surface)" style={{ overflow: 'hidden' }}>
      <Table.ScrollContainer minWidth={860} type="native" tabIndex={0} aria-label="Clients">
        <Table verticalSpacing="sm" horizontalSpacing="lg" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Client</Table.Th>
              <Table.Th>Doors</Table.Th>
              <Table.Th>Keys that are good</Table.Th>
              <Table.Th>Last seen</Table.Th>
              <Table.Th ta="right">Accepted in 30 days</Table.Th>
              <Table.Th ta="right">Refused</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {clients.map((one) => (
              <Row key={one.id} client={one} environment={environment} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

function Row({ client, environment }: { client: Client; environment: string }) {
  const good = client.keys.filter(isGood);
  const seen = client.keys.map(({ lastUsedAt }) => lastUsedAt).filter((at) => at !== null);
  const last = seen.sort().at(-1);
  const sum = (name: 'accepted' | 'refused' | 'limited') => client.use.reduce((total, one) => total + one[name], 0);
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Group gap="xs">
          <Anchor
            component={Link}
            to="/$environment/clients/$client"
            params={{ environment, client: client.id } as never}
            fz="sm"
            fw={600}
            c="inherit"
            underline="always"
          >
            {client.name}
          </Anchor>
          {!client.active && (
            <Badge color="gray" variant="light" tt="none" c="var(--mantine-color-text)">
              Switched off
            </Badge>
          )}
        </Group>
        <Text c="dimmed" fz="xs">
          {client.contact}
        </Text>
      </Table.Th>
      <Table.Td>{client.doors.length}</Table.Td>
      <Table.Td>
        {good.length === 0 ? (
          <Text fz="sm" c="dimmed">
            None: it cannot come in
          </Text>
        ) : (
          <Text fz="sm">{[...new Set(good.map(({ kind }) => kindWords[kind]))].join(', ')}</Text>
        )}
      </Table.Td>
      <Table.Td>{last === undefined ? 'Never' : <Instant at={last} />}</Table.Td>
      <Table.Td ta="right">{number(sum('accepted'))}</Table.Td>
      <Table.Td ta="right">{number(sum('refused') + sum('limited'))}</Table.Td>
    </Table.Tr>
  );
}

export function isGood({ revokedAt, expiresAt }: Client['keys'][number]): boolean {
  return revokedAt === null && (expiresAt === null || new Date(expiresAt) > new Date());
}

function MakeClient({ environment, onClose }: { environment: string; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [wanted, setWanted] = useState({ name: '', contact: '', note: '' });
  const making = useMutation({
    mutationFn: () => ask(api.clients.$post({ json: { environment, ...wanted, doors: [] } })),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['doors', environment] });
      await navigate({ to: `/${environment}/clients/${id}` });
    },
  });
  const field = (name: keyof typeof wanted) => ({
    value: wanted[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      setWanted({ ...wanted, [name]: event.currentTarget.value }),
  });
  return (
    <Modal opened onClose={onClose} title="New client" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          making.mutate();
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            placeholder="Scanners of Northside"
            maxLength={120}
            data-autofocus
            {...field('name')}
          />
          <TextInput
            label="Contact"
            description="Whom to call when it sends nonsense."
            placeholder="integration@northside.example"
            maxLength={200}
            {...field('contact')}
          />
          <Textarea label="Note" maxLength={1000} autosize minRows={2} {...field('note')} />
          <FormEnd act={making} disabled={wanted.name.trim() === ''} onCancel={onClose}>
            Register it
          </FormEnd>
        </Stack>
      </form>
    </Modal>
  );
}
