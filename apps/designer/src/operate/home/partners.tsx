import { Paper, Table, Text, Title } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconPlugConnectedX,
  IconPointFilled,
  IconUrgent,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { fates } from '../../frame/states.tsx';
import { Spark } from '../spark.tsx';
import { agoText, countText } from '../text.ts';
import { numberText } from './counts.ts';
import classes from './home.module.css';
import { type Destination, destinationsQuery } from './queries.ts';

/** Those that want to be left alone first, then those for which something waits. */
function byTrouble(a: Destination, b: Destination): number {
  return Number(b.gate !== null) - Number(a.gate !== null) || b.waiting - a.waiting;
}

/** How the systems behind the flows are. */
export function Partners({ environment }: { environment: string }) {
  const found = useQuery(destinationsQuery(environment)).data?.destinations;
  if (found === undefined || found.length === 0) return null;
  return (
    <Paper component="section" className={classes.card} aria-labelledby="partners">
      <Title order={2} id="partners" fz="h4" className={classes.heading}>
        Partners
      </Title>
      <Table.ScrollContainer minWidth={860} type="native" tabIndex={0}>
        <Table verticalSpacing={9} horizontalSpacing="sm" className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Destination</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th>Delivered, last hour</Table.Th>
              <Table.Th className={classes.number}>Failed attempts</Table.Th>
              <Table.Th className={classes.number}>Waiting</Table.Th>
              <Table.Th className={classes.number}>Last answer</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {[...found].sort(byTrouble).map((one) => (
              <Table.Tr key={`${one.flow} ${one.node}`}>
                <Table.Td>
                  <Text fz="sm" fw={600}>
                    {one.name}
                  </Text>
                  <Text fz="xs" c="dimmed">
                    {one.partner} · {one.flowName}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Health one={one} />
                </Table.Td>
                <Table.Td>
                  <span className={classes.rate}>
                    <Spark
                      values={one.trend}
                      label={`Delivered in the last hour: ${numberText(one.delivered)}, by five minutes`}
                    />
                    <span className="numeric">{numberText(one.delivered)}</span>
                  </span>
                </Table.Td>
                <Table.Td className={classes.number}>
                  {one.failed === 0 ? <span className={classes.zero}>0</span> : numberText(one.failed)}
                </Table.Td>
                <Table.Td className={classes.number}>
                  {one.waiting === 0 ? <span className={classes.zero}>0</span> : numberText(one.waiting)}
                  {one.oldestAt !== null && (
                    <Text fz="xs" c="dimmed">
                      oldest {agoText(one.oldestAt)}
                    </Text>
                  )}
                  {one.parked > 0 && (
                    <Text fz="xs" style={{ color: fates.quarantined.colour }}>
                      {countText(one.parked, 'key')} parked
                    </Text>
                  )}
                </Table.Td>
                <Table.Td className={classes.number}>
                  {one.lastStatus ?? <span className={classes.zero}>none</span>}
                  {one.lastAt !== null && (
                    <Text fz="xs" c="dimmed">
                      {agoText(one.lastAt)}
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

function Health({ one }: { one: Destination }) {
  if (one.alarm !== null) {
    return (
      <span className={classes.state} style={{ color: fates.quarantined.colour }}>
        <IconUrgent size={16} aria-hidden /> Stopped
        <Text fz="xs" c="dimmed" fw={400}>
          shows another key
        </Text>
      </span>
    );
  }
  if (one.gate !== null) {
    return (
      <span className={classes.state} style={{ color: fates.quarantined.colour }}>
        <IconPlugConnectedX size={16} aria-hidden /> {one.gate.reason === 'http_429' ? 'Asks to wait' : 'Circuit open'}
        <Text fz="xs" c="dimmed" fw={400}>
          {one.gate.reason}
          {one.gate.failures > 0 && `, ${countText(one.gate.failures, 'failure')}`}
        </Text>
      </span>
    );
  }
  const { lastError } = one;
  if (lastError !== null && (one.lastAt === null || lastError.at > one.lastAt)) {
    return (
      <span className={classes.state} style={{ color: fates.quarantined.colour }}>
        <IconAlertTriangle size={16} aria-hidden /> Last try failed
        <Text fz="xs" c="dimmed" fw={400}>
          {lastError.code}
        </Text>
      </span>
    );
  }
  if (one.lastAt === null) {
    return (
      <span className={classes.state} style={{ color: 'var(--quiet)' }}>
        <IconPointFilled size={16} aria-hidden /> Idle
      </span>
    );
  }
  return (
    <span className={classes.state} style={{ color: fates.delivered.colour }}>
      <IconCircleCheck size={16} aria-hidden /> Answers
    </span>
  );
}
