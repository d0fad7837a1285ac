import { Anchor, Button, Group, Paper, Progress, Stack, Table, Text, Title } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { api, ask, Problem } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { NotHere } from '../../frame/not-here.tsx';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { meQuery } from '../../frame/session.ts';
import { runStates } from '../../frame/states.tsx';
import { Keys } from '../runs/columns.tsx';
import { countText, numberText } from '../text.ts';
import { dealtWith, type Replay as Found, replayQuery } from './queries.ts';
import classes from './replay.module.css';
import { ReplayState } from './state.tsx';

/** How far a replay has come, how its runs ended, and what it could not replay. */
export function Replay() {
  const { environment, replay: id } = useParams({ from: '/inside/$environment/replays/$replay' });
  const found = useQuery(replayQuery(id));
  if (found.error instanceof Problem && found.error.status === 404) return <NotHere />;
  return (
    <Page
      title={found.data === undefined ? 'Replay' : `Replay of ${countText(found.data.total, 'message')}`}
      back={{ to: `/${environment}/replays`, label: 'Replays' }}
    >
      {found.data === undefined ? (
        <Pending error={found.error} again={found.refetch} waitsFor="the replay" height={320} />
      ) : (
        <Opened replay={found.data} environment={environment} />
      )}
    </Page>
  );
}

const words: Record<string, string> = {
  pending: 'not begun',
  made: 'replayed',
  taken: 'left: somebody had decided on it already',
  expired: 'left: its content is past retention',
  unreached: 'left: it never came to that step',
  ambiguous: 'left: it came to that step as several messages',
  elsewhere: 'left: the step does not lead to what it owes',
  step_gone: 'left: the version has no such step',
};

function Opened({ replay, environment }: { replay: Found; environment: string }) {
  const done = dealtWith(replay);
  return (
    <Stack gap="md">
      <Paper className={classes.card} p="lg">
        <Group justify="space-between" align="flex-start" mb="md">
          <div>
            <ReplayState state={replay.state} running={replay.outcome.running} />
            <Text mt={4}>{replay.reason}</Text>
            <Text fz="sm" c="dimmed">
              {replay.by}, <Instant at={replay.at} /> · {modeText(replay)}
            </Text>
          </div>
          <Steer replay={replay} />
        </Group>
        <Progress.Root size={10} aria-label="How far it has come">
          {(['done', 'quarantined', 'running'] as const).map((state) => (
            <Progress.Section
              key={state}
              value={(replay.outcome[state] / Math.max(1, replay.total)) * 100}
              color={runStates[state].colour}
              aria-label={runStates[state].label}
            />
          ))}
        </Progress.Root>
        <Group gap="xl" mt="md" className={classes.figures}>
          <Figure label="Dealt with" value={`${numberText(done)} of ${numberText(replay.total)}`} />
          {(['done', 'quarantined', 'running'] as const).map((state) => (
            <Figure
              key={state}
              label={{ done: 'Went through', quarantined: 'Quarantined again', running: 'Under way' }[state]}
              value={numberText(replay.outcome[state])}
            />
          ))}
          {Object.entries(replay.items)
            .filter(([state]) => state !== 'made' && state !== 'pending')
            .map(([state, count]) => (
              <Figure
                key={state}
                label={(words[state] ?? state).replace('left: ', 'Left: ')}
                value={numberText(count)}
              />
            ))}
        </Group>
      </Paper>
      <Sample replay={replay} environment={environment} />
    </Stack>
  );
}

function modeText({ mode, isEdited }: Found): string {
  const from =
    typeof mode.from === 'object'
      ? `from step ${mode.from.node}`
      : mode.from === 'stopped'
        ? 'from where each stopped'
        : 'from the beginning';
  const version =
    mode.version === 'live'
      ? 'on what is live'
      : mode.version === 'as-run'
        ? 'as it ran'
        : `on version ${mode.version}`;
  return [from, version, mode.repeat ? 'confirmed destinations again' : '', isEdited ? 'an edited copy' : '']
    .filter(Boolean)
    .join(', ');
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <Text fz="xs" c="dimmed">
        {label}
      </Text>
      <Text fz="lg" fw={600} className="numeric">
        {value}
      </Text>
    </div>
  );
}

function Steer({ replay }: { replay: Found }) {
  const client = useQueryClient();
  const me = useQuery(meQuery).data;
  const steer = useMutation({
    mutationFn: (state: 'running' | 'paused' | 'cancelled') =>
      ask(api.replays[':id'].state.$put({ param: { id: replay.id }, json: { state } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['replays'] }),
  });
  const isOver = replay.state === 'done' || replay.state === 'cancelled';
  if (isOver || me?.permissions.includes('message.replay') !== true) return null;
  return (
    <Group gap="xs">
      {replay.state === 'running' ? (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          loading={steer.isPending}
          onClick={() => steer.mutate('paused')}
        >
          Pause
        </Button>
      ) : (
        <Button
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          loading={steer.isPending}
          onClick={() => steer.mutate('running')}
        >
          Go on
        </Button>
      )}
      <Button
        variant="default"
        color="red"
        leftSection={<IconX size={16} aria-hidden />}
        onClick={() => steer.mutate('cancelled')}
      >
        Cancel the rest
      </Button>
    </Group>
  );
}

function Sample({ replay, environment }: { replay: Found; environment: string }) {
  if (replay.sample.length === 0) return null;
  return (
    <Paper component="section" className={classes.card} aria-labelledby="sample">
      <Title order={2} fz="h4" id="sample" p="md" pl="lg">
        {replay.sample.length < replay.total
          ? `${replay.sample.length} of its messages, those in trouble first`
          : 'Its messages'}
      </Title>
      <Table.ScrollContainer minWidth={640} maxHeight={420} type="native" tabIndex={0} aria-label="Messages">
        <Table verticalSpacing={7} className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Message</Table.Th>
              <Table.Th>What became of it</Table.Th>
              <Table.Th>Run</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {replay.sample.map((item) => (
              <Table.Tr key={item.source}>
                <Table.Td className={classes.keys}>
                  {item.keys.length > 0 ? (
                    <Keys keys={item.keys} />
                  ) : (
                    <span className={classes.mono}>{item.message}</span>
                  )}
                </Table.Td>
                <Table.Td>
                  {item.state === 'made' ? (
                    <RunState state={item.runState ?? 'waiting'} />
                  ) : (
                    (words[item.state] ?? item.state)
                  )}
                </Table.Td>
                <Table.Td>
                  {item.run !== null && (
                    <Anchor component={Link} to={`/${environment}/runs/${item.run}`} fz="sm" className={classes.mono}>
                      …{item.run.slice(-12)}
                    </Anchor>
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

function RunState({ state }: { state: string }) {
  const { label, Icon, colour } = runStates[state as keyof typeof runStates] ?? runStates.running;
  return (
    <span className={classes.state} style={{ color: colour }}>
      <Icon size={15} stroke={2} aria-hidden /> {label}
    </span>
  );
}
