import { Anchor, Badge, Group, Paper, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Pending } from '../../frame/pending.tsx';
import { NothingYet } from '../parts/nothing-yet.tsx';
import { DoorsFrame } from './frame.tsx';
import { type Door, doorsQuery } from './queries.ts';
import { limitText, number, placeOf, waysText } from './words.ts';

export function Doors() {
  const { environment = '' } = useParams({ strict: false }) as { environment?: string };
  const found = useQuery(doorsQuery(environment));
  return (
    <DoorsFrame tab="doors">
      {found.data === undefined ? (
        <Pending error={found.error} again={found.refetch} waitsFor="the doors" height={260} />
      ) : found.data.doors.length === 0 ? (
        <NothingYet title="No door yet">
          A flow that begins with “Receive over HTTP” or “Receive HL7 over MLLP” has one as soon as it is published.
          Then say here who may send.
        </NothingYet>
      ) : (
        <List doors={found.data.doors} environment={environment} />
      )}
    </DoorsFrame>
  );
}

function List({ doors, environment }: { doors: readonly Door[]; environment: string }) {
  return (
    <Paper withBorder radius="lg" bg="var(--surface)" style={{ overflow: 'hidden' }}>
      <Table.ScrollContainer minWidth={1000} type="native" tabIndex={0} aria-label="Doors">
        <Table verticalSpacing="sm" horizontalSpacing="md" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Door</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th>Where</Table.Th>
              <Table.Th style={{ whiteSpace: 'nowrap' }}>Who may send</Table.Th>
              <Table.Th>Limit</Table.Th>
              <Table.Th ta="right">Clients</Table.Th>
              <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
                In 30 days
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {doors.map((door) => (
              <Row key={`${door.flow}/${door.node}`} door={door} environment={environment} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

function Row({ door, environment }: { door: Door; environment: string }) {
  const { flow, node, settings, clients, use, authentication } = door;
  const asksClients = authentication === 'clients';
  const facts = [door.nodeName, settings?.domain, settings?.version && `v${settings.version}`].filter(Boolean);
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Anchor
          component={Link}
          to="/$environment/doors/$flow/$node"
          params={{ environment, flow, node } as never}
          fz="sm"
          fw={600}
          c="inherit"
          underline="always"
        >
          {door.name}
        </Anchor>
        <Text c="dimmed" fz="xs">
          {facts.join(' · ')}
        </Text>
      </Table.Th>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <DoorState door={door} />
      </Table.Td>
      <Table.Td>
        <Text fz="sm" ff="monospace" maw={230} style={{ overflowWrap: 'anywhere' }}>
          {placeOf(door, environment)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text fz="sm">{waysText(door)}</Text>
        {(settings?.ranges.length ?? 0) > 0 && authentication !== 'addresses' && (
          <Text c="dimmed" fz="xs">
            from {settings!.ranges.length === 1 ? settings!.ranges[0] : `${settings!.ranges.length} ranges`}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text fz="sm" style={{ whiteSpace: 'nowrap' }}>
          {limitText(settings?.rate ?? null, settings?.quota ?? null)}
        </Text>
      </Table.Td>
      <Table.Td ta="right">{asksClients ? clients.length : '–'}</Table.Td>
      <Table.Td ta="right">
        {asksClients ? number(use.accepted) : '–'}
        {use.refused + use.limited > 0 && (
          <Text c="dimmed" fz="xs">
            {number(use.refused + use.limited)} refused
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** What is the matter with a door, the worst first. */
export function DoorState({ door }: { door: Door }) {
  const [worst] = [...door.problems].sort((a, b) => a.severity.localeCompare(b.severity));
  const live = door.live ? null : (
    <Badge color="gray" variant="light" tt="none" c="var(--mantine-color-text)">
      Not live here yet
    </Badge>
  );
  if (worst === undefined) {
    return (
      <Group gap={6}>
        {live ?? (
          <Badge color="green" variant="light" tt="none" c="var(--mantine-color-text)">
            Open as set
          </Badge>
        )}
      </Group>
    );
  }
  return (
    <Stack gap={4} align="start">
      {live}
      <Badge
        color={worst.severity === 'error' ? 'red' : 'orange'}
        variant="light"
        tt="none"
        c="var(--mantine-color-text)"
        title={worst.sentence}
        style={{ flexShrink: 0, maxWidth: 'none' }}
      >
        {stateWords[worst.code] ?? 'Worth a look'}
      </Badge>
    </Stack>
  );
}

const stateWords: Record<string, string> = {
  door_open: 'Open to anybody',
  door_closed: 'Closed: nothing set',
  no_client: 'No client yet',
  door_sunset: 'Closed for good',
  door_deprecated: 'On its way out',
  contract_deprecated: 'Old contract',
};
