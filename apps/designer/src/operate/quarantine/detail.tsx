import { Anchor, Button, Code, Group, Paper, Stack, Text, Title } from '@mantine/core';
import {
  IconAlertTriangle,
  IconEdit,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconTablePlus,
  IconTrash,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Problem } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { NotHere } from '../../frame/not-here.tsx';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { meQuery } from '../../frame/session.ts';
import { flowsQuery } from '../home/queries.ts';
import { Notice } from '../notice.tsx';
import { EditCopy } from '../replay/edit-copy.tsx';
import { Planner } from '../replay/planner.tsx';
import { Sentence } from '../sentence.tsx';
import { countText } from '../text.ts';
import { Reveal } from '../trace/reveal.tsx';
import { MessageView } from '../viewer/message-view.tsx';
import { Care } from './care.tsx';
import { Decide } from './decide.tsx';
import { Heal } from './heal.tsx';
import classes from './quarantine.module.css';
import { type Detail, detailQuery, stoppedQuery } from './queries.ts';
import { Successors } from './successors.tsx';

/** One quarantined message: why, what it said there, what it still owes, and what can be done about it. */
export function QuarantineDetail() {
  const { environment, id } = useParams({ from: '/inside/$environment/quarantine/$id' });
  const found = useQuery(detailQuery(id));
  if (found.error instanceof Problem && found.error.status === 404) return <NotHere />;
  return (
    <Page
      title="Quarantined message"
      back={{ to: `/${environment}/quarantine`, label: 'Quarantine' }}
      actions={
        found.data === undefined ? undefined : (
          <Button component={Link} variant="subtle" to={`/${environment}/runs/${found.data.run}`}>
            Open its run
          </Button>
        )
      }
    >
      {found.data === undefined ? (
        <Pending error={found.error} again={found.refetch} waitsFor="the message" height={420} />
      ) : (
        <Opened detail={found.data} environment={environment} />
      )}
    </Page>
  );
}

type Act = 'replay' | 'edit' | 'skip' | 'discard' | 'heal';

function Opened({ detail, environment }: { detail: Detail; environment: string }) {
  const [act, setAct] = useState<Act | null>(null);
  const me = useQuery(meQuery).data;
  const flows = useQuery(flowsQuery(environment)).data?.flows;
  const flowName = flows?.find(({ id }) => id === detail.flow)?.name ?? detail.flow;
  const may = (right: string) => me?.permissions.includes(right) === true;
  const isOpen = detail.state === 'open';
  const { missed } = detail;
  const close = () => setAct(null);
  return (
    <Stack gap="md">
      <Notice
        tone={isOpen ? 'trouble' : 'calm'}
        title={<Sentence text={detail.sentence} />}
        icon={<IconAlertTriangle aria-hidden />}
      >
        <Text fz="sm">
          At <b>{detail.nodeName}</b> of {flowName}, version {detail.version}, <Instant at={detail.at} />
          {detail.attempts > 1 && `, after ${countText(detail.attempts, 'attempt')}`}. Code <Code>{detail.code}</Code>
          {detail.path !== null && (
            <>
              {' '}
              at field <Code>{detail.path}</Code>
            </>
          )}
          .
        </Text>
        <Text fz="sm" c="dimmed" mt={4}>
          {meaningOf(detail.class)}
        </Text>
        {!isOpen && (
          <Text fz="sm" mt={4}>
            {detail.state} by {detail.resolvedBy}
            {detail.resolvedAt !== null && (
              <>
                {' '}
                at <Instant at={detail.resolvedAt} />
              </>
            )}
            : {detail.reason}
            {detail.replayedAs !== null && (
              <>
                {' '}
                <Anchor underline="always" component={Link} to={`/${environment}/runs/${detail.replayedAs}`} fz="sm">
                  Open the replay
                </Anchor>
              </>
            )}
          </Text>
        )}
      </Notice>
      <Group gap="xs">
        {isOpen && missed?.key != null && may('table.manage') && (
          <Button leftSection={<IconTablePlus size={16} aria-hidden />} onClick={() => setAct('heal')}>
            Add the missing row
          </Button>
        )}
        {isOpen && may('message.replay') && (
          <Button
            variant={missed?.key == null ? 'filled' : 'default'}
            leftSection={<IconPlayerPlay size={16} aria-hidden />}
            onClick={() => setAct('replay')}
          >
            {detail.parks ? 'Release and replay…' : 'Replay…'}
          </Button>
        )}
        {isOpen && may('message.edit') && (
          <Button variant="default" leftSection={<IconEdit size={16} aria-hidden />} onClick={() => setAct('edit')}>
            Replay an edited copy…
          </Button>
        )}
        {isOpen && may('quarantine.manage') && (
          <>
            <Button
              variant="default"
              leftSection={<IconPlayerSkipForward size={16} aria-hidden />}
              onClick={() => setAct('skip')}
            >
              Skip…
            </Button>
            <Button
              variant="default"
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => setAct('discard')}
            >
              Discard…
            </Button>
            <Care
              environment={environment}
              selection={{ ids: [detail.id] }}
              owner={detail.owner ?? ''}
              note={detail.note}
              size="sm"
            />
          </>
        )}
      </Group>
      <div className={classes.columns}>
        <Message detail={detail} />
        <Stack gap="md">
          <Owes detail={detail} />
          <Successors detail={detail} environment={environment} />
        </Stack>
      </div>
      {act === 'replay' && (
        <Planner
          title="Replay one message"
          wanted={{ environment, quarantine: { ids: [detail.id] } }}
          flow={detail.flow}
          onClose={close}
        />
      )}
      {act === 'edit' && <EditStopped detail={detail} environment={environment} onClose={close} />}
      {(act === 'skip' || act === 'discard') && <Decide detail={detail} act={act} onClose={close} />}
      {act === 'heal' && missed?.key != null && (
        <Heal environment={environment} missed={{ ...missed, key: missed.key, count: 1 }} onClose={close} />
      )}
    </Stack>
  );
}

function EditStopped({ detail, environment, onClose }: { detail: Detail; environment: string; onClose: () => void }) {
  const content = useQuery(stoppedQuery(detail.id)).data;
  return (
    <EditCopy
      content={content}
      instead={content?.kind === 'step' ? `before ${detail.nodeName}` : 'as received'}
      wanted={{ environment, quarantine: { ids: [detail.id] } }}
      from="stopped"
      flow={detail.flow}
      onClose={onClose}
    />
  );
}

/** What a class of error means for the person who has to decide. */
function meaningOf(kind: string): string {
  const meanings: Record<string, string> = {
    data: 'Something in the message, or in a table, does not fit. Mend it, then replay.',
    rejected: 'The destination looked at it and refused. It has not taken effect there.',
    unavailable: 'The destination did not answer within the time given. Replay when it is back.',
    'rate-limited': 'The destination asked to wait for longer than the time given.',
    'unknown-outcome':
      'The destination may have acted on it before the connection was lost. Look there before replaying.',
    code: 'The code of a step failed. Mend the flow, then replay on the new version.',
    limit: 'A limit was reached: time, memory or size.',
  };
  return meanings[kind] ?? '';
}

function Message({ detail }: { detail: Detail }) {
  const me = useQuery(meQuery).data;
  const maySee = me?.permissions.includes('message.see') === true;
  const content = useQuery({ ...stoppedQuery(detail.id), enabled: maySee });
  const isGone = content.error instanceof Problem && content.error.code === 'body_expired';
  return (
    <Paper component="section" className={`${classes.card} ${classes.panel}`} aria-labelledby="stopped">
      <div className={classes.cardHead}>
        <Title order={2} fz="h4" id="stopped">
          {content.data?.kind === 'step' ? 'The message before this step' : 'The message as received'}
        </Title>
        <Reveal run={{ id: detail.run, isExpired: isGone }} />
      </div>
      <div className={classes.panelBody}>
        {!maySee ? (
          <Text c="dimmed" fz="sm">
            Your role sees what happened, not what messages say.
          </Text>
        ) : isGone ? (
          <Text c="dimmed" fz="sm">
            Its content is past retention: it cannot be shown or replayed. It can be skipped or discarded.
          </Text>
        ) : content.data === undefined ? (
          <Pending error={content.error} again={content.refetch} waitsFor="the message" height={280} />
        ) : (
          <MessageView
            content={content.data}
            label="The message"
            mark={detail.path === null ? undefined : { path: detail.path, sentence: detail.code }}
          />
        )}
      </div>
    </Paper>
  );
}

function Owes({ detail }: { detail: Detail }) {
  return (
    <Paper component="section" className={classes.card} aria-labelledby="owes">
      <div className={classes.cardHead}>
        <Title order={2} fz="h4" id="owes">
          Destinations
        </Title>
      </div>
      <ul className={classes.list}>
        {detail.owes.map(({ node, name }) => (
          <li key={node}>
            <b>{name}</b> <span className={classes.quiet}>has not got it yet</span>
          </li>
        ))}
        {detail.confirmed.map(({ node, name }) => (
          <li key={node}>
            <b>{name}</b> <span className={classes.quiet}>has confirmed; a replay leaves it out</span>
          </li>
        ))}
      </ul>
    </Paper>
  );
}
