import { Stack, Text } from '@mantine/core';
import { IconArchive } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useContext, useState } from 'react';
import { Problem } from '../../api.ts';
import { NotHere } from '../../frame/not-here.tsx';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { PictureContext } from '../../frame/picture.ts';
import { flowsQuery } from '../home/queries.ts';
import { Notice } from '../notice.tsx';
import { Deliveries } from './deliveries.tsx';
import { Facts } from './facts.tsx';
import { MessagePanel } from './message-panel.tsx';
import { Notices } from './notices.tsx';
import { usePainted } from './painted.ts';
import { type Trace as Run, traceQuery } from './query.ts';
import { ReplayRun } from './replay-run.tsx';
import { SaveTest } from './save-test.tsx';
import classes from './trace.module.css';
import { drawnNode, pictureHeight, walkOf } from './walk.ts';
import { Waterfall } from './waterfall.tsx';

/** One run: the version that ran, drawn with what happened; its steps in time; the message before and behind each. */
export function Trace() {
  const { environment, run: id } = useParams({ from: '/inside/$environment/runs/$run' });
  const run = useQuery(traceQuery(id));
  const flows = useQuery(flowsQuery(environment)).data?.flows;
  if (run.error instanceof Problem && run.error.status === 404) return <NotHere />;
  // A flow that is gone has still the name that it ran under.
  const name = run.data?.document?.name ?? run.data?.flow ?? 'Run';
  const isGone = flows !== undefined && run.data !== undefined && !flows.some(({ id: flow }) => flow === run.data.flow);
  return (
    <Page
      title={name}
      back={{ to: `/${environment}/runs`, label: 'Runs' }}
      actions={
        run.data === undefined ? undefined : (
          <>
            <SaveTest run={run.data} />
            <ReplayRun run={run.data} environment={environment} />
          </>
        )
      }
    >
      {run.data === undefined ? (
        <Pending error={run.error} again={run.refetch} waitsFor="the run" height={420} />
      ) : (
        <Opened key={id} run={run.data} environment={environment} isGone={isGone} />
      )}
    </Page>
  );
}

function Opened({ run, environment, isGone }: { run: Run; environment: string; isGone: boolean }) {
  const stopped = run.steps.findIndex(({ error }) => error !== undefined);
  const [selected, select] = useState<number | null>(stopped < 0 ? null : stopped);
  const Picture = useContext(PictureContext);
  const isPainted = usePainted();
  const selectedNode = selected === null ? null : drawnNode(run.plan[run.steps[selected]?.step ?? -1]?.node ?? '');
  return (
    <Stack gap="md">
      <Facts run={run} />
      {isGone && (
        <Notice icon={<IconArchive aria-hidden />} title="Its flow is no longer here">
          <Text fz="sm">The version that ran is kept with this run, as it was.</Text>
        </Notice>
      )}
      <Notices run={run} environment={environment} />
      {Picture !== null && run.document !== null && (
        <section
          className={classes.picture}
          style={{ height: pictureHeight(run.document.layout) }}
          aria-label="The flow as it ran"
        >
          {isPainted && (
            <Picture
              document={run.document}
              walk={walkOf(run)}
              selected={selectedNode}
              onSelect={(node) => {
                const at = run.steps.findLastIndex(({ step }) => drawnNode(run.plan[step]?.node ?? '') === node);
                select(at < 0 ? null : at);
              }}
            />
          )}
        </section>
      )}
      <div className={classes.columns}>
        <Waterfall run={run} selected={selected} onSelect={select} />
        <MessagePanel run={run} selected={selected} />
      </div>
      <Deliveries run={run} />
    </Stack>
  );
}
