import { Stack, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, ask } from '../../api.ts';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { NothingYet } from '../parts/nothing-yet.tsx';
import { Notice } from '../parts/notice.tsx';
import { useRight } from '../parts/rights.ts';
import { Section } from '../parts/section.tsx';
import { Access } from './access.tsx';
import { isGood } from './clients.tsx';
import { Keys } from './keys.tsx';
import { type Client, clientsQuery, doorsQuery } from './queries.ts';
import { UseTable } from './use.tsx';

/** One client: its doors, its keys, what it sent. */
export function ClientPage() {
  const params = useParams({ strict: false }) as { environment?: string; client?: string };
  const { environment = '' } = params;
  const found = useQuery(clientsQuery(environment));
  const doors = useQuery(doorsQuery(environment));
  const client = found.data?.clients.find(({ id }) => id === params.client);
  return (
    <Page
      title={client?.name ?? 'Client'}
      about={client === undefined ? undefined : [client.contact, client.note].filter(Boolean).join(' · ')}
      back={{ to: `/${environment}/clients`, label: 'Clients' }}
      actions={client !== undefined && <OnOff client={client} environment={environment} />}
    >
      {found.data === undefined || doors.data === undefined ? (
        <Pending
          error={found.error ?? doors.error}
          again={() => Promise.all([found.refetch(), doors.refetch()])}
          waitsFor="the client"
          height={420}
        />
      ) : client === undefined ? (
        <NothingYet title="There is no such client here">It may be a client of another environment.</NothingYet>
      ) : (
        <Stack gap="lg">
          <Hints client={client} />
          <Section title="Open to it">
            <Access client={client} environment={environment} doors={doors.data.doors} />
          </Section>
          <Section title="Keys">
            <Keys client={client} environment={environment} />
          </Section>
          <Section title="What it sent in 30 days">
            <UseTable client={client} doors={doors.data.doors} />
          </Section>
        </Stack>
      )}
    </Page>
  );
}

/** What is missing before it can send. */
function Hints({ client }: { client: Client }) {
  if (!client.active) return <Notice color="orange">Switched off: no door lets it in.</Notice>;
  const proofs = client.keys.filter((key) => isGood(key) && key.kind !== 'catalogue');
  if (client.doors.length === 0) return <Notice color="orange">No door is open to it yet; choose one below.</Notice>;
  if (proofs.length === 0) {
    return <Notice color="orange">It has nothing to prove itself with yet; make a key below.</Notice>;
  }
  return null;
}

function OnOff({ client, environment }: { client: Client; environment: string }) {
  const queries = useQueryClient();
  const mayManage = useRight('door.manage');
  const changing = useMutation({
    mutationFn: (active: boolean) => ask(api.clients[':id'].$put({ param: { id: client.id }, json: { active } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['doors', environment] }),
    onError: (error) => notifications.show({ title: client.name, message: error.message, color: 'red.9' }),
  });
  return (
    <Switch
      label={client.active ? 'Let in' : 'Switched off'}
      checked={client.active}
      disabled={!mayManage || changing.isPending}
      onChange={(event) => changing.mutate(event.currentTarget.checked)}
    />
  );
}
