import { Paper, Table, Text, Title } from '@mantine/core';
import { Instant } from '../../frame/instant.tsx';
import { fates } from '../../frame/states.tsx';
import { spanText } from '../text.ts';
import { Copy } from './facts.tsx';
import type { Trace } from './query.ts';
import classes from './trace.module.css';

/** Every attempt at every destination, and the receipts. */
export function Deliveries({ run }: { run: Trace }) {
  const nameOf = (node: string) => run.plan.find((step) => step.node === node)?.name ?? node;
  if (run.attempts.length === 0 && run.receipts.length === 0) return null;
  const lines = [
    ...run.attempts.map((one) => ({ ...one, kind: 'attempt' as const })),
    ...run.receipts.map((one) => ({ ...one, kind: 'receipt' as const })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1));
  const { Icon } = fates.delivered;
  return (
    <Paper component="section" className={classes.card} aria-labelledby="deliveries">
      <div className={classes.cardHead}>
        <Title order={2} id="deliveries" fz="h4">
          Attempts and receipts
        </Title>
      </div>
      <Table.ScrollContainer minWidth={720} type="native">
        <Table verticalSpacing={8} horizontalSpacing="md" className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Destination</Table.Th>
              <Table.Th>Answer</Table.Th>
              <Table.Th>Its reference</Table.Th>
              <Table.Th ta="right">Attempt</Table.Th>
              <Table.Th ta="right">At</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map((line) => (
              <Table.Tr key={`${line.kind} ${line.node} ${line.at}`}>
                <Table.Td fw={550}>{nameOf(line.node)}</Table.Td>
                <Table.Td>
                  {line.kind === 'receipt' ? (
                    <span className={classes.state} style={{ color: fates.delivered.colour }}>
                      <Icon size={15} aria-hidden /> {line.status}
                    </span>
                  ) : (
                    <>
                      <Text span ff="monospace" fz="sm">
                        {line.code}
                      </Text>
                      <Text fz="xs" c="dimmed">
                        {line.sentence}
                      </Text>
                    </>
                  )}
                </Table.Td>
                <Table.Td>
                  {line.kind === 'receipt' && line.reference !== null && (
                    <>
                      <span className={classes.mono}>{line.reference}</span>
                      <Copy value={line.reference} what="the reference" />
                    </>
                  )}
                </Table.Td>
                <Table.Td ta="right" className="numeric">
                  {line.kind === 'receipt' ? line.attempts : line.number}
                </Table.Td>
                <Table.Td ta="right" className="numeric">
                  <Instant at={line.at} />
                  {line.kind === 'attempt' && (
                    <Text fz="xs" c="dimmed">
                      took {spanText(Math.max(0, Date.parse(line.at) - Date.parse(line.beganAt)))}
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
