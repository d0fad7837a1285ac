import { Alert, Group, Paper, Text, Title, Tooltip } from '@mantine/core';
import { IconAlertOctagon, IconCheck } from '@tabler/icons-react';
import { fateNames, fates } from '../../frame/states.tsx';
import { agoText, countText } from '../text.ts';
import { numberText, unaccounted } from './counts.ts';
import classes from './home.module.css';
import type { Counts, Rate } from './queries.ts';
import { ShareBar } from './share-bar.tsx';

function headline(counts: Counts): string {
  if (unaccounted(counts) !== 0) return 'Not everything is accounted for';
  return counts.accepted === 0 ? 'Nothing has come in yet' : 'Everything is accounted for';
}

/** The conservation line: received = delivered + quarantined + filtered + in flight. */
export function Conservation({ counts, rates }: { counts: Counts; rates: readonly Rate[] }) {
  const lost = unaccounted(counts);
  return (
    <Paper component="section" className={classes.card} aria-labelledby="conservation" p={{ base: 'md', sm: 'xl' }}>
      <Group justify="space-between" mb="lg" align="baseline">
        <div>
          <Title order={2} id="conservation" fz="h4">
            {headline(counts)}
          </Title>
          <Text c="dimmed" fz="sm">
            A message counts once for every destination it can reach.
          </Text>
        </div>
        {lost === 0 && counts.accepted > 0 && (
          <Text className={classes.sound} fz="sm" fw={550}>
            <IconCheck size={16} stroke={2.4} aria-hidden /> It adds up
          </Text>
        )}
      </Group>
      {lost !== 0 && (
        <Alert color="pink" mb="lg" icon={<IconAlertOctagon aria-hidden />} role="alert" title="It does not add up">
          {lost > 0
            ? `${numberText(lost)} went in and are neither delivered, quarantined, filtered nor in flight.`
            : `${numberText(-lost)} came out that never went in.`}
        </Alert>
      )}
      <dl className={classes.equation}>
        <div className={classes.figure}>
          <dt>Received</dt>
          <dd className="numeric" data-none={counts.accepted === 0 || undefined}>
            {numberText(counts.accepted)}
          </dd>
        </div>
        {fateNames.map((fate, i) => {
          const { label, Icon, colour, meaning } = fates[fate];
          return (
            <div className={classes.figure} key={fate} data-sign={i === 0 ? '=' : '+'}>
              <Tooltip label={meaning} openDelay={400} events={{ hover: true, focus: true, touch: true }}>
                <dt style={{ color: colour }}>
                  <Icon size={16} stroke={2} aria-hidden /> {label}
                </dt>
              </Tooltip>
              <dd className="numeric" data-none={counts[fate] === 0 || undefined}>
                {numberText(counts[fate])}
              </dd>
              {fate === 'inFlight' && <Oldest rates={rates} />}
            </div>
          );
        })}
      </dl>
      <ShareBar counts={counts} tall />
    </Paper>
  );
}

/** What of that which is under way has waited longest, and how much stands behind parked keys. */
function Oldest({ rates }: { rates: readonly Rate[] }) {
  const [oldest] = rates.flatMap(({ oldestAt }) => oldestAt ?? []).sort();
  const parked = rates.reduce((sum, one) => sum + one.parked, 0);
  if (oldest === undefined && parked === 0) return null;
  return (
    <dd className={classes.aside}>
      {oldest !== undefined && `oldest ${agoText(oldest)}`}
      {parked > 0 && `${oldest === undefined ? '' : ', '}${countText(parked, 'key')} parked`}
    </dd>
  );
}
