import { Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../../api.ts';
import { Pending } from '../../frame/pending.tsx';
import { meQuery } from '../../frame/session.ts';
import { Notice } from '../notice.tsx';
import { Sentence } from '../sentence.tsx';
import { DifferenceView } from '../viewer/difference-view.tsx';
import { MessageView, Tree } from '../viewer/message-view.tsx';
import { TextView } from '../viewer/text-view.tsx';
import { messageQuery, stepQuery, type Trace } from './query.ts';
import { Reveal } from './reveal.tsx';
import classes from './trace.module.css';

/** The message as received, or before and behind the chosen step. */
export function MessagePanel({ run, selected }: { run: Trace; selected: number | null }) {
  const me = useQuery(meQuery).data;
  const step = selected === null ? undefined : run.steps[selected];
  const name = step === undefined ? 'Message as received' : (run.plan[step.step]?.name ?? 'Step');
  return (
    <Paper component="section" className={`${classes.card} ${classes.panel}`} aria-label={name}>
      <div className={classes.cardHead}>
        <Title order={2} fz="h4">
          {name}
        </Title>
        <Reveal run={run} />
      </div>
      <div className={classes.panelBody}>
        {me?.permissions.includes('message.see') !== true ? (
          <Notice icon={<IconLock aria-hidden />} title="Content is not yours to see">
            <Text fz="sm">Your role sees what happened, not what messages say.</Text>
          </Notice>
        ) : run.isExpired ? (
          <Text c="dimmed" fz="sm">
            The content is past its retention.
          </Text>
        ) : selected === null ? (
          <Received run={run} />
        ) : (
          <Around key={selected} run={run} number={selected} />
        )}
      </div>
    </Paper>
  );
}

function Received({ run }: { run: Trace }) {
  const message = useQuery(messageQuery(run.id));
  if (message.data === undefined) {
    return <Pending error={message.error} again={message.refetch} waitsFor="the message" height={240} />;
  }
  return <MessageView content={message.data} label="Message as received" />;
}

type Tab = 'difference' | 'before' | 'after' | 'log';

function Around({ run, number }: { run: Trace; number: number }) {
  const step = run.steps[number]!;
  const around = useQuery(stepQuery(run.id, number));
  const [tab, setTab] = useState<Tab>(step.error === undefined ? 'difference' : 'before');
  if (around.data === undefined) {
    if (around.error instanceof Problem && around.error.code === 'body_unreadable') {
      return <Text fz="sm">{around.error.message}</Text>;
    }
    return <Pending error={around.error} again={around.refetch} waitsFor="the message" height={240} />;
  }
  const { before, after, log, cut } = around.data;
  const mark = step.error?.path === undefined ? undefined : { path: step.error.path, sentence: step.error.code };
  const tabs = [
    { value: 'before', label: 'Before' },
    ...(step.error === undefined ? [{ value: 'after', label: 'After' }] : []),
    ...(step.error === undefined ? [{ value: 'difference', label: 'Difference' }] : []),
    ...(log.length > 0 ? [{ value: 'log', label: `Log ${log.length}` }] : []),
  ];
  return (
    <Stack gap="xs" className={classes.around}>
      {step.error !== undefined && (
        <Notice tone="trouble" title={step.error.code}>
          <Sentence text={step.error.sentence} />
          {step.error.line !== undefined && ` Line ${step.error.line} of its code.`}
        </Notice>
      )}
      {tabs.length > 1 && (
        <SegmentedControl
          size="xs"
          data={tabs}
          value={tab}
          onChange={(value) => setTab(value as Tab)}
          className={classes.tabs}
          aria-label="What to show"
        />
      )}
      {cut && (
        <Text c="dimmed" fz="sm">
          This message is larger than a page can draw. Its beginning is under Received.
        </Text>
      )}
      {!cut && tab === 'before' && <Side value={before} label="Message before the step" mark={mark} />}
      {!cut && tab === 'after' && <Side value={after} label="Message behind the step" />}
      {!cut && tab === 'difference' && <DifferenceView before={before} after={after} />}
      {tab === 'log' && <TextView text={log.join('\n')} label="What the code wrote" />}
    </Stack>
  );
}

function Side(props: { value: unknown; label: string; mark?: { path: string; sentence: string } | undefined }) {
  if (props.value === undefined) {
    return (
      <Text c="dimmed" fz="sm">
        The trace does not have it: several messages came together here, or the step made none.
      </Text>
    );
  }
  return <Tree tree={props.value} label={props.label} mark={props.mark} />;
}
