import { Button, Paper, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Instant } from '../../frame/instant.tsx';
import { flowsQuery } from '../home/queries.ts';
import { Heal } from '../quarantine/heal.tsx';
import { numberText } from '../text.ts';
import { columnsOf, type Definition, type Unmapped } from './queries.ts';
import classes from './tables.module.css';

interface UnmappedListProps {
  environment: string;
  definition: Definition;
  rows: readonly Unmapped[];
  mayChange: boolean;
}

/** The rows that messages in quarantine wait for, most wanted first. */
export function UnmappedList({ environment, definition, rows, mayChange }: UnmappedListProps) {
  const [healed, heal] = useState<Unmapped | null>(null);
  const flows = useQuery(flowsQuery(environment)).data?.flows ?? [];
  const nameOf = (flow: string) => flows.find(({ id }) => id === flow)?.name ?? flow;
  return (
    <Paper className={classes.card}>
      {rows.length === 0 ? (
        <Text c="dimmed" fz="sm" p="lg">
          No message waits for a row of this table.
        </Text>
      ) : (
        <Table verticalSpacing="sm" className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>
                {definition.key
                  .map((name) => columnsOf(definition).find((column) => column.name === name)?.title ?? name)
                  .join(' · ')}
              </Table.Th>
              <Table.Th ta="right">Messages</Table.Th>
              <Table.Th>Flows</Table.Th>
              <Table.Th ta="right">First seen</Table.Th>
              <Table.Th ta="right">Last seen</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.hash}>
                <Table.Td fw={600}>{row.key?.join(' · ') ?? `personal, hash ${row.hash.slice(0, 8)}`}</Table.Td>
                <Table.Td ta="right" className="numeric">
                  {numberText(row.count)}
                </Table.Td>
                <Table.Td>{row.flows.map(nameOf).join(', ')}</Table.Td>
                <Table.Td ta="right" className="numeric">
                  <Instant at={row.firstAt} />
                </Table.Td>
                <Table.Td ta="right" className="numeric">
                  <Instant at={row.lastAt} />
                </Table.Td>
                <Table.Td ta="right">
                  {mayChange && (
                    <Button size="compact-sm" variant="light" disabled={row.key === null} onClick={() => heal(row)}>
                      Add and heal
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {healed?.key != null && (
        <Heal environment={environment} missed={{ ...healed, key: healed.key }} onClose={() => heal(null)} />
      )}
    </Paper>
  );
}
