import { Anchor, Button, Paper, Stack, Text, TextInput } from '@mantine/core';
import { IconClockQuestion, IconSearch } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { type AnswerOf, api, ask } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { runStates } from '../../frame/states.tsx';
import { Keys } from '../runs/columns.tsx';
import { countText, spanText, waitText } from '../text.ts';
import classes from './timeline.module.css';

type Entry = AnswerOf<typeof api.timeline.$get>['entries'][number];

const timelineQuery = (environment: string, key: string) =>
  queryOptions({
    queryKey: ['runs', 'timeline', environment, key],
    queryFn: () => ask(api.timeline.$get({ query: { environment, key } })),
    refetchInterval: 4000,
    enabled: key !== '',
  });

/** Everything that belongs to one business key or correlation id, across flows and days. */
export function Timeline() {
  const { environment } = useParams({ from: '/inside/$environment/timeline' });
  const { key = '' } = useSearch({ from: '/inside/$environment/timeline' });
  const navigate = useNavigate({ from: '/$environment/timeline' });
  const [text, setText] = useState(key);
  const found = useQuery(timelineQuery(environment, key));
  return (
    <Page
      title="Timeline"
      about="One business event from the first message to the last receipt: a usage, a purchase order, an encounter."
    >
      <form
        className={classes.search}
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({ search: text.trim() === '' ? {} : { key: text.trim() } });
        }}
      >
        <TextInput
          aria-label="Business key or correlation id"
          placeholder="Business key or correlation id"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          maxLength={200}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Button type="submit">Show</Button>
      </form>
      {key === '' ? (
        <Empty title="Which event?">
          A key such as a purchase order, a usage or a patient’s number. Personal keys are found by their keyed hash and
          never shown.
        </Empty>
      ) : found.data === undefined ? (
        <Pending error={found.error} again={found.refetch} waitsFor="the timeline" height={320} />
      ) : found.data.entries.length === 0 ? (
        <Empty title="Nothing carries this key here">
          A key is looked for as a whole, in the environment shown above. Messages past their retention are no longer
          found.
        </Empty>
      ) : (
        <>
          <Summary entries={found.data.entries} />
          <ol className={classes.line}>
            {found.data.entries.map((entry, i) => (
              <EntryCard key={entry.run} entry={entry} before={found.data.entries[i - 1]} environment={environment} />
            ))}
          </ol>
        </>
      )}
    </Page>
  );
}

/** The whole event in a line: what has come about, and what is missing since when. */
function Summary({ entries }: { entries: readonly Entry[] }) {
  const flows = new Set(entries.map(({ flow }) => flow)).size;
  const effects = entries.reduce((sum, { deliveries }) => sum + deliveries.length, 0);
  const late = entries.filter(({ open }) => open.length > 0);
  const missing = late.reduce((sum, { open }) => sum + open.length, 0);
  return (
    <p className={classes.summary}>
      {countText(entries.length, 'message')} in {countText(flows, 'flow')},{' '}
      {countText(effects, 'delivery', 'deliveries')} confirmed
      {late[0] === undefined ? (
        '. Nothing is missing.'
      ) : (
        <>
          ,{' '}
          <b className={classes.missing}>
            <IconClockQuestion size={15} aria-hidden /> {missing} missing, the oldest for {waitText(late[0].acceptedAt)}
          </b>
        </>
      )}
    </p>
  );
}

function Empty({ title, children }: { title: string; children: string }) {
  return (
    <Paper className={classes.card}>
      <Stack align="center" gap="xs" py={56}>
        <Text fw={600}>{title}</Text>
        <Text c="dimmed" fz="sm" maw={460} ta="center">
          {children}
        </Text>
      </Stack>
    </Paper>
  );
}

interface EntryCardProps {
  entry: Entry;
  before: Entry | undefined;
  environment: string;
}

function EntryCard({ entry, before, environment }: EntryCardProps) {
  const { label, Icon, colour } = runStates[entry.state];
  const gap = before === undefined ? 0 : Date.parse(entry.acceptedAt) - Date.parse(before.acceptedAt);
  return (
    <li>
      {gap >= 1000 && <Text className={classes.gap}>{spanText(gap)} later</Text>}
      <div className={classes.entry}>
        <span className={classes.dot} style={{ color: colour }}>
          <Icon size={20} stroke={2} aria-label={label} />
        </span>
        <Paper className={classes.card}>
          <div className={classes.head}>
            <div>
              <Anchor component={Link} to={`/${environment}/runs/${entry.run}`} fw={600} fz="sm">
                {entry.flowName}
              </Anchor>
              {entry.replay > 0 && (
                <Text span fz="sm" c="dimmed">
                  {' '}
                  replay
                </Text>
              )}
              <Text fz="xs" c="dimmed">
                <Instant at={entry.acceptedAt} />
                {entry.error !== null &&
                  ` · ${entry.error.code}${entry.error.node === null ? '' : ` at ${entry.error.node}`}`}
              </Text>
            </div>
            <Keys keys={entry.keys} />
          </div>
          <ul className={classes.effects}>
            {entry.deliveries.map(({ node, name, status, reference, at }) => (
              <li key={`${node} ${at}`} className={classes.effect}>
                <b>{name}</b>
                <span>
                  {status}
                  {reference !== null && <span className={classes.mono}> {reference}</span>}
                </span>
                <span className={classes.quiet}>
                  after {spanText(Math.max(0, Date.parse(at) - Date.parse(entry.acceptedAt)))}
                </span>
              </li>
            ))}
            {entry.open.map(({ node, name }) => (
              <li key={node} className={`${classes.effect} ${classes.hole}`}>
                <b>{name}</b>
                <span>
                  <IconClockQuestion size={15} aria-hidden />{' '}
                  {entry.state === 'quarantined' ? 'not delivered: waits for a person' : 'not delivered yet'}
                </span>
                <span className={classes.quiet}>for {waitText(entry.acceptedAt)}</span>
              </li>
            ))}
          </ul>
        </Paper>
      </div>
    </li>
  );
}
