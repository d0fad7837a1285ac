import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Problem } from '../../api.ts';
import { NotHere } from '../../frame/not-here.tsx';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { meQuery } from '../../frame/session.ts';
import { Waiting } from '../../frame/waiting.tsx';
import { Alarms } from './alarms.tsx';
import { Conservation } from './conservation.tsx';
import { sumOf } from './counts.ts';
import { FlowTable } from './flow-table.tsx';
import classes from './home.module.css';
import { NeedsPerson } from './needs-person.tsx';
import { Partners } from './partners.tsx';
import { flowsQuery, ratesQuery, runsQuery } from './queries.ts';
import { RunList } from './run-list.tsx';

/** What runs in this environment now, and whether all of it is accounted for. */
export function Home() {
  const { environment } = useParams({ from: '/inside/$environment' });
  const flows = useQuery(flowsQuery(environment));
  const runs = useQuery(runsQuery(environment));
  const rates = useQuery(ratesQuery(environment)).data?.flows ?? [];
  const known = flows.data?.flows;
  const maySee = useQuery(meQuery).data?.permissions.includes('run.see') === true;

  if (isMissing(flows.error)) return <NotHere />;
  return (
    <Page title="Home">
      <Stack gap="lg">
        <Alarms environment={environment} />
        {known === undefined ? (
          <Pending error={flows.error} again={flows.refetch} waitsFor="the flows" height={210} />
        ) : (
          <Conservation counts={sumOf(known.map(({ counts }) => counts))} rates={rates} />
        )}
        <div className={classes.columns}>
          {maySee && <NeedsPerson environment={environment} />}
          {runs.data === undefined ? (
            <Pending error={runs.error} again={runs.refetch} waitsFor="the last runs" height={360} />
          ) : (
            <RunList environment={environment} runs={runs.data.runs} flows={known ?? []} />
          )}
        </div>
        {known !== undefined ? (
          <FlowTable environment={environment} flows={known} rates={rates} />
        ) : (
          flows.error === null && <Waiting words="Loading the flows" height={360} />
        )}
        <Partners environment={environment} />
      </Stack>
    </Page>
  );
}

function isMissing(error: Error | null): boolean {
  return error instanceof Problem && error.status === 404;
}
