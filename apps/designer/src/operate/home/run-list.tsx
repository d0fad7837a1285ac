import { Code, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useHeld } from '../../frame/held.ts';
import { Instant } from '../../frame/instant.tsx';
import { runStates } from '../../frame/states.tsx';
import classes from './home.module.css';
import type { Flow, Run } from './queries.ts';

/** The newest runs. While the pointer or the focus is on the list it stands still and says how much is new. */
export function RunList({
  environment,
  runs,
  flows,
}: {
  environment: string;
  runs: readonly Run[];
  flows: readonly Flow[];
}) {
  const nameOf = (id: string) => flows.find((flow) => flow.id === id)?.name ?? id;
  const [isPointed, setPointed] = useState(false);
  const shown = useHeld(runs, isPointed);
  const newer = runs.findIndex(({ id }) => id === shown[0]?.id);
  return (
    <Paper
      component="section"
      className={classes.card}
      aria-labelledby="runs"
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setPointed(true)}
      onBlur={() => setPointed(false)}
    >
      <div className={classes.heading}>
        <Title order={2} id="runs" fz="h4">
          Last runs
        </Title>
        {isPointed && newer !== 0 && runs.length > 0 && (
          <Text fz="xs" c="dimmed">
            {newer === -1 ? `${runs.length} or more` : newer} newer; held while you are here
          </Text>
        )}
      </div>
      {runs.length === 0 ? (
        <RunsEmpty environment={environment} isLive={flows.some(({ live }) => live?.active === true)} />
      ) : (
        <Table verticalSpacing={9} horizontalSpacing="sm" className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>State</Table.Th>
              <Table.Th>Flow</Table.Th>
              <Table.Th className={classes.number}>Began</Table.Th>
              <Table.Th className={classes.number} visibleFrom="xs">
                Took
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((run) => (
              <RunRow key={run.id} run={run} name={nameOf(run.flow)} environment={environment} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}

function RunRow({ run, name, environment }: { run: Run; name: string; environment: string }) {
  const { label, Icon, colour } = runStates[run.state];
  return (
    <Table.Tr>
      <Table.Td className={classes.state} style={{ color: colour }}>
        <Icon size={16} stroke={2} aria-hidden /> {label}
      </Table.Td>
      <Table.Td className={classes.what}>
        <Text fz="sm" truncate>
          <Link
            to="/$environment/runs/$run"
            params={{ environment, run: run.id }}
            className={classes.opens}
            preload={false}
          >
            {name}
          </Link>
          {run.replay > 0 && <span className={classes.zero}> · replayed</span>}
        </Text>
        {run.error !== null && (
          <Text
            fz="xs"
            ff="monospace"
            truncate
            c="dimmed"
            title={`${run.error.code} at ${run.error.node ?? 'the door'}`}
          >
            {run.error.code}
            {run.error.node !== null && ` at ${run.error.node}`}
          </Text>
        )}
      </Table.Td>
      <Table.Td className={classes.number}>
        <Instant at={run.beganAt} />
      </Table.Td>
      <Table.Td className={classes.number} visibleFrom="xs">
        {tookText(run)}
      </Table.Td>
    </Table.Tr>
  );
}

function tookText({ beganAt, endedAt }: Run): string {
  if (endedAt === null) return '…';
  const ms = Math.max(0, Date.parse(endedAt) - Date.parse(beganAt));
  if (ms < 1000) return `${ms} ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;
}

function RunsEmpty({ environment, isLive }: { environment: string; isLive: boolean }) {
  const door = `${window.location.origin}/in/${environment}/supply-usage`;
  return (
    <Stack gap="xs" className={classes.empty}>
      <Text fw={600}>Nothing has run yet</Text>
      <Text c="dimmed" fz="sm" maw={420}>
        {isLive
          ? 'A run is what one message does in a flow. Send one to a door and watch it arrive here:'
          : 'A run is what one message does in a flow, and no flow is live in this environment. A release brings one here.'}
      </Text>
      {isLive && (
        <Code
          block
          tabIndex={0}
        >{`curl ${door} \\\n  --json @flows/procedure-supply-usage/messages/coronary-stent.json`}</Code>
      )}
    </Stack>
  );
}
