import { Anchor, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconClock, IconHistory, IconPlayerPause } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Instant } from '../../frame/instant.tsx';
import { Notice } from '../notice.tsx';
import { Sentence } from '../sentence.tsx';
import type { Trace } from './query.ts';

/** What somebody who opens this run should know first. */
export function Notices({ run, environment }: { run: Trace; environment: string }) {
  const nameOf = (node: string) => run.plan.find((step) => step.node === node)?.name ?? node;
  const parked = run.waits.filter(({ parkedBy }) => parkedBy !== null);
  const due = run.waits.find((wait) => wait.due !== null);
  const hasSome =
    run.quarantined.length + run.replayedAs.length + parked.length > 0 ||
    run.replayOf !== null ||
    due != null ||
    run.isExpired;
  if (!hasSome) return null;
  return (
    <Stack gap="xs">
      {run.quarantined.map((one) => (
        <Notice
          key={one.id}
          tone={one.state === 'open' ? 'trouble' : 'calm'}
          icon={<IconAlertTriangle aria-hidden />}
          title={`${one.state === 'open' ? 'Quarantined' : `Was quarantined, then ${one.state}`} at ${nameOf(one.node)}`}
        >
          <Text fz="sm" component="div">
            <Sentence text={one.sentence} />
          </Text>
          <Text fz="sm" c="dimmed">
            <span className="mono">{one.code}</span>
            {one.path !== null && ` · field ${one.path}`}
            {' · '}
            <Anchor underline="always" component={Link} to={`/${environment}/quarantine/${one.id}`} fz="sm">
              Open in quarantine
            </Anchor>
          </Text>
        </Notice>
      ))}
      {run.replayOf !== null && (
        <Notice icon={<IconHistory aria-hidden />} title="This is a replay">
          <Text fz="sm">
            {run.replayOf.by} replayed{' '}
            <Anchor underline="always" component={Link} to={`/${environment}/runs/${run.replayOf.run}`} fz="sm">
              the original run
            </Anchor>{' '}
            at <Instant at={run.replayOf.at} />: {run.replayOf.reason}
          </Text>
        </Notice>
      )}
      {run.replayedAs.map((replay) => (
        <Notice key={replay.run} icon={<IconHistory aria-hidden />} title="This run was replayed">
          <Text fz="sm">
            By {replay.by} at <Instant at={replay.at} /> as{' '}
            <Anchor underline="always" component={Link} to={`/${environment}/runs/${replay.run}`} fz="sm">
              this run
            </Anchor>
            .
          </Text>
        </Notice>
      ))}
      {parked.length > 0 && (
        <Notice tone="trouble" icon={<IconPlayerPause aria-hidden />} title="It waits behind a parked key">
          <Text fz="sm">
            An earlier message of the same order key is quarantined; this one goes on when that is decided.{' '}
            <Anchor
              underline="always"
              component={Link}
              to={`/${environment}/quarantine/${parked[0]!.parkedBy}`}
              fz="sm"
            >
              Open what parks it
            </Anchor>
          </Text>
        </Notice>
      )}
      {due?.due != null && (
        <Notice icon={<IconClock aria-hidden />} title={`${nameOf(run.plan[due.step]?.node ?? '')} is tried again`}>
          <Text fz="sm">
            After attempt {due.attempts}, next at <Instant at={due.due} />.
          </Text>
        </Notice>
      )}
      {run.isExpired && (
        <Notice title="The content is past its retention">
          <Text fz="sm">What happened is kept; what the message said is gone, and it cannot be replayed.</Text>
        </Notice>
      )}
    </Stack>
  );
}
