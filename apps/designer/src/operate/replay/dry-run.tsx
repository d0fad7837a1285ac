import { Button, Collapse, Group, Loader, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconChevronRight, IconCircleCheck, IconFlask } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { fates } from '../../frame/states.tsx';
import { Keys } from '../runs/columns.tsx';
import { Sentence } from '../sentence.tsx';
import { countText } from '../text.ts';
import { DifferenceView } from '../viewer/difference-view.tsx';
import { Tree } from '../viewer/message-view.tsx';
import type { Rehearsal, Wanted } from './queries.ts';
import classes from './replay.module.css';

type Sample = Rehearsal['samples'][number];

/** Takes a few of the messages through, without effects: where they would stop, and what would come to each destination. */
export function DryRun({ wanted, count }: { wanted: Wanted & { edited?: string }; count: number }) {
  const asked = JSON.stringify(wanted);
  const trial = useMutation({
    mutationFn: async () => ({ asked, found: await ask(api.replays.rehearsal.$post({ json: wanted })) }),
  });
  const found = trial.data?.asked === asked ? trial.data.found : undefined;
  return (
    <section className={classes.plan} aria-label="Dry run" aria-live="polite">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text fz="sm" fw={600}>
            {found === undefined ? 'Dry run' : verdictOf(found)}
          </Text>
          <Text fz="xs" c="dimmed">
            {found === undefined
              ? 'Takes a few of them through without sending anything, and shows what would differ.'
              : `${countText(found.samples.length, 'message')} of ${found.count} tried; nothing was sent.`}
          </Text>
        </div>
        <Button
          size="xs"
          variant="default"
          leftSection={trial.isPending ? <Loader size={13} /> : <IconFlask size={15} aria-hidden />}
          disabled={count === 0 || trial.isPending}
          onClick={() => trial.mutate()}
        >
          {trial.isPending ? 'Trying…' : found === undefined ? 'Try some' : 'Try again'}
        </Button>
      </Group>
      {trial.error !== null && (
        <Text fz="sm" className={classes.warning} mt={6}>
          {trial.error.message}
        </Text>
      )}
      {found?.samples.map((sample) => (
        <SampleView key={sample.source} sample={sample} />
      ))}
    </section>
  );
}

function verdictOf({ samples }: Rehearsal): string {
  const stopped = samples.filter((one) => one.stops.length > 0 || one.why !== null).length;
  if (stopped === 0) return samples.length === 1 ? 'It would go through' : 'All that were tried would go through';
  return stopped === samples.length
    ? 'It would stop again'
    : `${stopped} of ${samples.length} that were tried would stop again`;
}

function SampleView({ sample }: { sample: Sample }) {
  const isStopped = sample.stops.length > 0 || sample.why !== null;
  const [isOpen, setOpen] = useState(false);
  const { Icon, colour } = isStopped
    ? { Icon: IconAlertTriangle, colour: fates.quarantined.colour }
    : { Icon: IconCircleCheck, colour: fates.delivered.colour };
  return (
    <div className={classes.tried}>
      <UnstyledButton className={classes.triedHead} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <IconChevronRight size={14} aria-hidden />
        <span style={{ color: colour, display: 'inline-flex' }}>
          <Icon size={16} aria-hidden />
        </span>
        {sample.keys.some(({ value }) => value !== null) ? (
          <span className={classes.named}>
            <Keys keys={sample.keys} />
          </span>
        ) : (
          <span className={classes.mono}>{sample.message}</span>
        )}
        <span className={classes.outcome}>{outcomeOf(sample)}</span>
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        <div className={classes.triedBody}>
          {sample.stops.map((stop) => (
            <Text key={`${stop.node} ${stop.code} ${stop.path}`} fz="sm">
              <b>{stop.name}:</b> <Sentence text={stop.sentence} />
            </Text>
          ))}
          {sample.destinations.map((one) => (
            <div key={one.node}>
              <Text fz="sm" mb={4}>
                <b>{one.name}</b> <span className={classes.quiet}>{fateWord(one)}</span>
              </Text>
              {one.after !== undefined && one.fate === 'sent' && (
                <div className={classes.difference} data-whole={one.before === undefined || undefined}>
                  {one.before === undefined ? (
                    <Tree tree={one.after} label={`The message to ${one.name}`} />
                  ) : (
                    <DifferenceView before={one.before} after={one.after} />
                  )}
                </div>
              )}
            </div>
          ))}
        </div>
      </Collapse>
    </div>
  );
}

const fateWords = {
  confirmed: 'has confirmed already and is left out',
  sent: 'would get this message; marked is what differs from what came to it then',
  stopped: 'would not get it',
  filtered: 'is left out by the flow',
};

function fateWord({ fate, before }: Sample['destinations'][number]): string {
  return fate === 'sent' && before === undefined
    ? 'would get this message; nothing has come to it so far'
    : fateWords[fate];
}

function outcomeOf({ why, stops, destinations }: Sample): string {
  if (why !== null) return 'cannot start there';
  const [stop] = stops;
  if (stop !== undefined) return `stops at ${stop.name} with ${stop.code}`;
  const sent = destinations.filter(({ fate }) => fate === 'sent');
  if (sent.length === 0) return 'goes through, sent nowhere';
  return `goes to ${sent.map(({ name }) => name).join(', ')}`;
}
