import { Alert, Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Problem } from '../../api.ts';
import { NotHere } from '../../frame/not-here.tsx';
import { useTitle } from '../../frame/title.ts';
import { Conservation } from './conservation.tsx';
import { sumOf } from './counts.ts';
import { FlowTable } from './flow-table.tsx';
import classes from './home.module.css';
import { flowsQuery, runsQuery } from './queries.ts';
import { RunList } from './run-list.tsx';

/** What runs in this environment now, and whether all of it is accounted for. */
export function Home({ environment }: { environment: string }) {
  useTitle(`Home, ${environment}`);
  const flows = useQuery(flowsQuery(environment));
  const runs = useQuery(runsQuery(environment));
  const known = flows.data?.flows;

  if (isMissing(flows.error)) return <NotHere />;
  return (
    <Stack gap="lg">
      <Title order={1} className={classes.hidden}>
        Home
      </Title>
      {known === undefined ? (
        <Pending error={flows.error} again={flows.refetch} waitsFor="the flows" height={210} />
      ) : (
        <Conservation counts={sumOf(known.map(({ counts }) => counts))} />
      )}
      <div className={classes.columns}>
        {known === undefined ? (
          <Skeleton height={360} radius="lg" animate={flows.error === null} />
        ) : (
          <FlowTable environment={environment} flows={known} />
        )}
        {runs.data === undefined ? (
          <Pending error={runs.error} again={runs.refetch} waitsFor="the last runs" height={360} />
        ) : (
          <RunList environment={environment} runs={runs.data.runs} flows={known ?? []} />
        )}
      </div>
    </Stack>
  );
}

function isMissing(error: Error | null): boolean {
  return error instanceof Problem && error.status === 404;
}

interface PendingProps {
  error: Error | null;
  again: () => unknown;
  waitsFor: string;
  height: number;
}

/** A place that has nothing to show yet: what it waits for, or why it cannot have it. */
function Pending({ error, again, waitsFor, height }: PendingProps) {
  if (error === null) {
    return (
      <div role="status" aria-label={`Loading ${waitsFor}`}>
        <Skeleton height={height} radius="lg" />
      </div>
    );
  }
  return (
    <Alert color="red" icon={<IconAlertCircle aria-hidden />} title={`Could not load ${waitsFor}`} radius="lg">
      <Stack align="start" gap="sm">
        <Text fz="sm">{error.message}</Text>
        <Button size="xs" variant="default" onClick={() => again()}>
          Try again
        </Button>
      </Stack>
    </Alert>
  );
}
