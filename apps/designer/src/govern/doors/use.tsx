import { Table, Text } from '@mantine/core';
import type { Client, Door } from './queries.ts';
import { bytesText, number } from './words.ts';

const DAYS = 30;

/** By door, with a line of its days. */
export function UseTable({ client, doors }: { client: Client; doors: readonly Door[] }) {
  const places = [...new Set(client.use.map(({ flow, node }) => `${flow}/${node}`))];
  if (places.length === 0) {
    return (
      <Text fz="sm" c="dimmed">
        Nothing yet.
      </Text>
    );
  }
  return (
    <Table.ScrollContainer minWidth={640} type="native" tabIndex={0} aria-label="What it sent">
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Door</Table.Th>
            <Table.Th>By day</Table.Th>
            <Table.Th ta="right">Accepted</Table.Th>
            <Table.Th ta="right">Refused</Table.Th>
            <Table.Th ta="right">Too often</Table.Th>
            <Table.Th ta="right">Size</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {places.map((place) => {
            const own = client.use.filter(({ flow, node }) => `${flow}/${node}` === place);
            const door = doors.find(({ flow, node }) => `${flow}/${node}` === place);
            const sum = (name: 'accepted' | 'refused' | 'limited' | 'bytes') =>
              own.reduce((total, one) => total + one[name], 0);
            return (
              <Table.Tr key={place}>
                <Table.Th scope="row" fw={500}>
                  {door?.name ?? place}
                </Table.Th>
                <Table.Td>
                  <Days days={own.map(({ day, accepted }) => ({ day, accepted }))} />
                </Table.Td>
                <Table.Td ta="right">{number(sum('accepted'))}</Table.Td>
                <Table.Td ta="right">{number(sum('refused'))}</Table.Td>
                <Table.Td ta="right">{number(sum('limited'))}</Table.Td>
                <Table.Td ta="right">{bytesText(sum('bytes'))}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** One bar for each of the last days, the newest on the right. */
function Days({ days }: { days: readonly { day: string; accepted: number }[] }) {
  const most = Math.max(1, ...days.map(({ accepted }) => accepted));
  const now = Date.now();
  const bars = Array.from({ length: DAYS }, (_, i) => {
    const day = new Date(now - (DAYS - 1 - i) * 86_400_000).toISOString().slice(0, 10);
    return { day, accepted: days.find((one) => one.day === day)?.accepted ?? 0 };
  });
  const total = days.reduce((sum, { accepted }) => sum + accepted, 0);
  return (
    <svg width={DAYS * 5} height={24} role="img" aria-label={`${number(total)} accepted over ${DAYS} days`}>
      {bars.map(({ day, accepted }, i) => {
        const height = accepted === 0 ? 1 : Math.max(2, (accepted / most) * 24);
        return (
          <rect key={day} x={i * 5} y={24 - height} width={4} height={height} fill="var(--mantine-color-indigo-6)">
            <title>{`${day}: ${number(accepted)}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
