import { Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Problem } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { NotHere } from '../../frame/not-here.tsx';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { Changes } from './changes.tsx';
import { Checks } from './checks.tsx';
import { Exceptions } from './exceptions.tsx';
import { Promote } from './promote.tsx';
import { matrixQuery, type Place, previewQuery, releaseQuery, type WholeRelease } from './queries.ts';
import classes from './releases.module.css';
import { StateBadge } from './states.tsx';

/** One release: what it would change somewhere, what stands in its way there, and how to bring it there. */
export function ReleasePage() {
  const { release = '' } = useParams({ strict: false }) as { release?: string };
  const found = useQuery(releaseQuery(release));
  const places = useQuery(matrixQuery).data?.environments ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  if (found.error instanceof Problem && found.error.status === 404) return <NotHere />;
  if (found.data === undefined) {
    return (
      <Page title="Release" back={{ to: '/releases', label: 'Releases' }}>
        <Pending error={found.error} again={found.refetch} waitsFor="the release" height={400} />
      </Page>
    );
  }
  const { data } = found;
  const next = places.find((place) => place.name !== data.origin && place.live?.release !== data.id);
  const target = places.find(({ name }) => name === (chosen ?? next?.name ?? places[0]?.name));
  return (
    <Page
      title={`#${data.number} ${data.title}`}
      about={
        <>
          Made by {data.madeBy} of what ran in {data.origin}, <Instant at={data.madeAt} />. Content{' '}
          <Text span ff="monospace" fz="xs" title={data.id}>
            {data.id.slice(0, 16)}
          </Text>
          . {data.note}
        </>
      }
      back={{ to: '/releases', label: 'Releases' }}
    >
      <Stack gap="lg">
        {target !== undefined && (
          <Group gap="sm">
            <Text fz="sm" fw={600} id="compare-with">
              Against what runs in
            </Text>
            <SegmentedControl
              aria-labelledby="compare-with"
              value={target.name}
              onChange={setChosen}
              data={places.map(({ name, title }) => ({ value: name, label: title }))}
            />
          </Group>
        )}
        {target === undefined ? (
          <div className={classes.split}>
            <Contents release={data} />
            <History promotions={data.promotions} places={places} />
          </div>
        ) : (
          <Against release={data} target={target} places={places} />
        )}
      </Stack>
    </Page>
  );
}

/** What it is on the left, what becomes of it on the right: each side is as long as it has to be. */
function Against({ release, target, places }: { release: WholeRelease; target: Place; places: readonly Place[] }) {
  const { id, promotions } = release;
  const preview = useQuery(previewQuery(id, target.name));
  const waits = (waitsFor: string) => (
    <Pending error={preview.error} again={preview.refetch} waitsFor={waitsFor} height={260} />
  );
  return (
    <div className={classes.split}>
      <Stack gap="lg">
        {preview.data === undefined ? waits('the comparison') : <Changes preview={preview.data} />}
        <Contents release={release} />
      </Stack>
      <Stack gap="lg">
        {preview.data === undefined ? (
          waits('the checks')
        ) : (
          <>
            <Checks checks={preview.data.checks} environment={target.name} release={id} />
            <Exceptions
              environment={target.name}
              flows={[...release.flows.map((flow) => flow.id), ...release.called]}
            />
            <Promote
              key={target.name}
              release={id}
              target={target}
              checks={preview.data.checks}
              promotions={promotions}
            />
          </>
        )}
        <History promotions={promotions} places={places} />
      </Stack>
    </div>
  );
}

function Contents({ release }: { release: WholeRelease }) {
  const { flows, tables, contracts, connections, secrets, called, tests } = release;
  const parts: [string, string][] = [
    ['Flows', flows.map(({ name, version }) => `${name} v${version}`).join(', ')],
    ['Called flows', called.join(', ')],
    [
      'Reference tables',
      tables.map(({ name, version }) => (version === null ? `${name} (columns only)` : name)).join(', '),
    ],
    ['Contracts', contracts.join(', ')],
    ['Connections it needs', connections.join(', ')],
    ['Secrets it needs', secrets.join(', ')],
    ['Sample messages', String(tests)],
  ];
  return (
    <Paper
      withBorder
      radius="lg"
      bg="var(--surface)"
      className={classes.section}
      component="section"
      aria-labelledby="what-is-in-it"
    >
      <Title order={2} fz="h4" id="what-is-in-it" mb="xs">
        What is in it
      </Title>
      <ul className={classes.list}>
        {parts
          .filter(([, text]) => text !== '')
          .map(([name, text]) => (
            <li key={name}>
              <Text fz="xs" c="dimmed">
                {name}
              </Text>
              <Text fz="sm">{text}</Text>
            </li>
          ))}
      </ul>
    </Paper>
  );
}

interface HistoryProps {
  promotions: WholeRelease['promotions'];
  places: readonly Place[];
}

function History({ promotions, places }: HistoryProps) {
  const titleOf = (environment: string) => places.find(({ name }) => name === environment)?.title ?? environment;
  return (
    <Paper
      withBorder
      radius="lg"
      bg="var(--surface)"
      className={classes.section}
      component="section"
      aria-labelledby="history"
    >
      <Title order={2} fz="h4" id="history" mb="xs">
        Where it went
      </Title>
      {promotions.length === 0 ? (
        <Text c="dimmed" fz="sm">
          Nowhere yet.
        </Text>
      ) : (
        <ul className={classes.list}>
          {promotions.map((one) => (
            <li key={one.id}>
              <Group gap="sm">
                <Text fz="sm" fw={600}>
                  {titleOf(one.environment)}
                </Text>
                <StateBadge state={one.state} />
                {one.kind === 'rollback' && <Text fz="xs">rolled back to</Text>}
              </Group>
              <Text fz="xs" c="dimmed">
                {one.askedName}, <Instant at={one.askedAt} />: “{one.reason}”
              </Text>
              {one.decidedName !== null && (
                <Text fz="xs" c="dimmed">
                  Decided by {one.decidedName}: “{one.decision}”
                </Text>
              )}
              {one.verdict !== null && <Text fz="xs">{one.verdict}</Text>}
            </li>
          ))}
        </ul>
      )}
    </Paper>
  );
}
