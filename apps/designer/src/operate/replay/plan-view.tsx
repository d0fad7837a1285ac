import { Table, Text } from '@mantine/core';
import { IconInfoCircle, IconPlugConnectedX } from '@tabler/icons-react';
import { countText, numberText, spanText } from '../text.ts';
import type { Plan } from './queries.ts';
import classes from './replay.module.css';

type Planned = Plan['destinations'][number];

const whyNot: Record<string, string> = {
  expired: 'past retention: the content is gone',
  unreached: 'never came to that step',
  ambiguous: 'came to that step as several messages',
  elsewhere: 'owes destinations that this step does not lead to',
};

/** What would be done, destination by destination, and what each of them can be asked to take. */
export function PlanView({ plan, isStale, repeat }: { plan: Plan; isStale: boolean; repeat: boolean }) {
  const reasons = Map.groupBy(plan.left, ({ why }) => why);
  const flows = new Set(plan.destinations.map(({ flow }) => flow));
  return (
    <section className={classes.plan} data-stale={isStale || undefined} aria-label="The plan" aria-live="polite">
      <Text fz="sm" fw={600}>
        {plan.count === 0 ? 'Nothing would be replayed' : `${countText(plan.count, 'message')} would be replayed`}
      </Text>
      {plan.count > 0 && (
        <Table verticalSpacing={6} horizontalSpacing={0} mt={6} fz="sm" className={classes.planned}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Destination</Table.Th>
              <Table.Th ta="right">May be sent</Table.Th>
              <Table.Th ta="right">Already confirmed</Table.Th>
              <Table.Th>Load</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {plan.destinations.map((one) => (
              <Table.Tr key={`${one.flow} ${one.destination}`}>
                <Table.Td>
                  {one.name}
                  {flows.size > 1 && (
                    <Text fz="xs" c="dimmed">
                      {one.flow}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td ta="right" className="numeric">
                  {numberText(one.sends)}
                </Table.Td>
                <Table.Td ta="right" className="numeric" c={one.confirmed === 0 ? 'dimmed' : undefined}>
                  {one.confirmed === 0 ? '0' : `${numberText(one.confirmed)} left out`}
                </Table.Td>
                <Table.Td>
                  <Load one={one} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {[...reasons].map(([why, left]) => (
        <Text key={why} fz="sm" c="dimmed" mt={6}>
          {countText(left.length, 'message')} cannot: {whyNot[why] ?? why}.
        </Text>
      ))}
      {plan.underWay > 0 && (
        <Text fz="sm" fw={550} mt="sm" className={classes.warning}>
          <IconInfoCircle size={15} aria-hidden /> {underWayText(plan)} without a replay: what waits for a partner may
          arrive there twice.
        </Text>
      )}
      {repeat && (
        <Text fz="sm" fw={550} mt="sm" className={classes.warning}>
          <IconInfoCircle size={15} aria-hidden /> Destinations that have confirmed get it again, under a new
          idempotency key: a second effect there.
        </Text>
      )}
    </section>
  );
}

function underWayText({ count, underWay }: Plan): string {
  if (count === 1) return 'It is still under way and goes on';
  return underWay === 1
    ? '1 of them is still under way and goes on'
    : `${numberText(underWay)} of them are still under way and go on`;
}

/** How long the partner would take, by its busiest minute of late, and what stands in the way. */
function Load({ one }: { one: Planned }) {
  const { gate, partner, estimateMs, sends } = one;
  if (gate !== null && sends > 0) {
    const again = gate.waitMs < 1000 ? 'is asked again now' : `is asked again in ${spanText(gate.waitMs)}`;
    const then = estimateMs === null ? '' : `; about ${spanText(Math.max(1000, estimateMs))} if it answers then`;
    return (
      <Text fz="xs" fw={550} className={classes.warning}>
        <IconPlugConnectedX size={14} aria-hidden /> {partner} does not take messages now ({gate.reason}); they wait for
        it. It {again}
        {then}
      </Text>
    );
  }
  return (
    <Text fz="xs" c="dimmed">
      {loadText(one)}
      {one.limited > 0 && `; it asked to wait ${numberText(one.limited)} times in the last hour`}
    </Text>
  );
}

function loadText({ sends, perMinute, partner, estimateMs }: Planned): string {
  if (sends === 0) return 'nothing to send';
  if (perMinute === null || estimateMs === null) return `${partner} has taken nothing in the last hour`;
  return `${partner} took up to ${numberText(perMinute)} a minute of late: about ${spanText(Math.max(1000, estimateMs))}`;
}
