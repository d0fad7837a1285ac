import { Badge, Button, Group, Paper, Stack, Table, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconPlus, IconUrgent } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { connectionTypes } from '@throughline/nodes/definitions';
import { useState } from 'react';
import { Instant } from '../../frame/instant.tsx';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { NothingYet } from '../parts/nothing-yet.tsx';
import { Notice } from '../parts/notice.tsx';
import { useRight } from '../parts/rights.ts';
import { AlarmText } from './alarm.tsx';
import { EditConnection } from './edit.tsx';
import { type Connection, type Connections, connectionsQuery } from './queries.ts';
import { SecretsPart } from './secrets.tsx';
import { allowedText, usesText } from './words.ts';

/** Partner systems as flows name them, bound to addresses and credentials of this environment. */
export function ConnectionsPage() {
  const { environment = '' } = useParams({ strict: false }) as { environment?: string };
  const { connection: opened } = useSearch({ strict: false }) as { connection?: string };
  const navigate = useNavigate();
  const [making, setMaking] = useState<string | null>(null);
  const mayManage = useRight('connection.manage');
  const found = useQuery(connectionsQuery(environment));
  const known = found.data?.connections.find(({ name }) => name === opened) ?? null;
  const show = (search: { connection?: string }) =>
    void navigate({ to: `/${environment}/connections`, search: search as never });
  const make = mayManage && (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setMaking('')}>
      New connection
    </Button>
  );
  return (
    <Page
      title="Connections"
      about="Flows name a partner system; here the name gets an address and credentials for this environment. A secret goes to the hosts it was entered for, is used at the moment of sending, and is shown to nobody again."
      actions={make}
    >
      <Stack gap="lg">
        {found.data === undefined ? (
          <Pending error={found.error} again={found.refetch} waitsFor="the connections" height={260} />
        ) : (
          <>
            <Stopped connections={found.data.connections} onOpen={({ name }) => show({ connection: name })} />
            <Missing missing={found.data.missing} onMake={setMaking} />
            {found.data.connections.length === 0 ? (
              <NothingYet title="No connection yet" action={make}>
                A flow that sends to “erp” waits until there is a connection of that name here.
              </NothingYet>
            ) : (
              <List connections={found.data.connections} onOpen={({ name }) => show({ connection: name })} />
            )}
          </>
        )}
        <SecretsPart environment={environment} />
      </Stack>
      {known !== null && (
        <EditConnection
          key={known.name}
          environment={environment}
          name={known.name}
          known={known}
          onClose={() => show({})}
        />
      )}
      {making !== null && (
        <EditConnection environment={environment} name={making} known={null} onClose={() => setMaking(null)} />
      )}
    </Page>
  );
}

/** What looks like somebody else stands behind it comes before anything else. */
function Stopped({
  connections,
  onOpen,
}: {
  connections: readonly Connection[];
  onOpen: (connection: Connection) => void;
}) {
  return connections.map((one) => {
    if (one.alarm === null) return null;
    return (
      <Notice
        key={one.name}
        color="red"
        icon={<IconUrgent aria-hidden />}
        title={`${one.name} is stopped`}
        role="alert"
      >
        <Group justify="space-between" align="flex-end">
          <AlarmText alarm={one.alarm} />
          <Button size="compact-sm" variant="default" onClick={() => onOpen(one)}>
            Look into it
          </Button>
        </Group>
      </Notice>
    );
  });
}

function Missing({ missing, onMake }: { missing: Connections['missing']; onMake: (name: string) => void }) {
  const mayManage = useRight('connection.manage');
  if (missing.length === 0) return null;
  return (
    <Notice
      color="orange"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title="Live flows wait for these"
      radius="lg"
    >
      <Stack gap="xs">
        {missing.map(({ name, usedBy }) => (
          <Group key={name} justify="space-between">
            <Text fz="sm">
              <strong>{name}</strong>: {usesText(usedBy)}
            </Text>
            {mayManage && (
              <Button size="compact-sm" variant="default" onClick={() => onMake(name)}>
                Set it up
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Notice>
  );
}

function List({
  connections,
  onOpen,
}: {
  connections: readonly Connection[];
  onOpen: (connection: Connection) => void;
}) {
  return (
    <Paper withBorder radius="lg" bg="var(--surface)" style={{ overflow: 'hidden' }}>
      <Table.ScrollContainer minWidth={820} type="native">
        <Table verticalSpacing="sm" horizontalSpacing="lg" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Where</Table.Th>
              <Table.Th>Secrets</Table.Th>
              <Table.Th>May be sent</Table.Th>
              <Table.Th>Used by</Table.Th>
              <Table.Th>Changed</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {connections.map((one) => (
              <Table.Tr key={one.name}>
                <Table.Th scope="row">
                  <UnstyledButton onClick={() => onOpen(one)} className="linked">
                    <Text fw={600} fz="sm" td="underline">
                      {one.name}
                    </Text>
                  </UnstyledButton>
                  <Text c="dimmed" fz="xs">
                    {connectionTypes.get(one.type)?.name ?? one.type}
                  </Text>
                  {one.alarm !== null && (
                    <Badge color="red" variant="light" tt="none" c="var(--mantine-color-text)" mt={4}>
                      Stopped
                    </Badge>
                  )}
                </Table.Th>
                <Table.Td>
                  <Text fz="sm" ff="monospace" maw={320} style={{ overflowWrap: 'break-word' }}>
                    {placeOf(one)}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <SecretState connection={one} />
                </Table.Td>
                <Table.Td>
                  <Text fz="sm">{allowedText(one.classes)}</Text>
                </Table.Td>
                <Table.Td>
                  <Text fz="sm">{usesText(one.usedBy)}</Text>
                </Table.Td>
                <Table.Td>
                  <Text fz="sm">{one.changedBy}</Text>
                  <Text c="dimmed" fz="xs">
                    <Instant at={one.changedAt} />
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

function SecretState({ connection }: { connection: Connection }) {
  const wanted = connectionTypes.get(connection.type)?.secrets(connection.settings) ?? [];
  const isSet = ({ name }: { name: string }) => connection.secrets.some(({ field }) => field === name);
  const lacking = wanted.filter((one) => one.required && !isSet(one));
  if (wanted.length === 0) {
    return (
      <Text fz="sm" c="dimmed">
        Needs none
      </Text>
    );
  }
  if (lacking.length === 0)
    return (
      <Text fz="sm">
        {wanted
          .filter(isSet)
          .map(({ title }) => title)
          .join(', ')}{' '}
        set
      </Text>
    );
  return (
    <Badge color="orange" variant="light" tt="none" c="var(--mantine-color-text)">
      {lacking.map(({ title }) => title).join(', ')} missing
    </Badge>
  );
}

function placeOf({ settings }: Connection): string {
  const { baseUrl, host, port, folder, database, virtualHost } = settings as Record<
    string,
    string | number | undefined
  >;
  if (baseUrl !== undefined) return String(baseUrl);
  if (host === undefined) return String(folder);
  const below = database ?? virtualHost ?? folder ?? '/';
  return below === '/' ? `${host}:${port}` : `${host}:${port}, ${below}`;
}
