import { Alert, Anchor, Checkbox, Modal, Skeleton, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Instant } from '../../frame/instant.tsx';
import { meQuery } from '../../frame/session.ts';
import { runStates } from '../../frame/states.tsx';
import { Waiting } from '../../frame/waiting.tsx';
import { keepRun, type PastRun, pastRunsQuery } from './from-run.ts';
import classes from './past-runs.module.css';
import { useTrialEnvironment } from './use-trial.ts';

/** A message that came for this flow, to be kept as a sample: what is personal in it is replaced before it is kept. */
export function PastRuns({ flow, close }: { flow: string; close: () => void }) {
  const environment = useTrialEnvironment();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const [isTest, setTest] = useState(false);
  const mayNot = useQuery(meQuery).data?.permissions.includes('message.see') === false;
  const runs = useQuery({
    ...pastRunsQuery(environment ?? '', flow, search),
    enabled: environment !== null && !mayNot,
    placeholderData: keepPreviousData,
  });
  const keep = useMutation({
    mutationFn: (run: PastRun) => keepRun(run, isTest),
    onSuccess: (name) => {
      notifications.show({
        color: 'teal',
        title: isTest ? 'Kept as a test' : 'Kept as a sample',
        message: `${name} travels with the flow. What is personal in it are stand-ins.`,
      });
      close();
    },
  });
  return (
    <Modal
      opened
      onClose={close}
      title="From a past run"
      size="lg"
      zIndex={400}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {mayNot ? (
        <Text fz="sm">Your role sees what happened to messages, not what they say. Add a sample by hand instead.</Text>
      ) : (
        <Stack gap="sm">
          <Text fz="sm" c="dimmed">
            The message as it came in {environment}, with stand-ins of the same shape for names, numbers of patients and
            the like.
          </Text>
          <TextInput
            data-autofocus
            aria-label="Find a run"
            placeholder="Business key, correlation id or error code"
            leftSection={<IconSearch size={15} aria-hidden />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Checkbox
            size="sm"
            label="Keep it as a test: it is expected to end as it did"
            checked={isTest}
            onChange={(event) => setTest(event.currentTarget.checked)}
          />
          {keep.error !== null && (
            <Alert color="red" variant="light" title="This run could not be kept">
              {keep.error.message}
            </Alert>
          )}
          {runs.error !== null && (
            <Alert color="red" variant="light" title="The runs could not be read">
              {runs.error.message}{' '}
              <Anchor component="button" fz="sm" onClick={() => void runs.refetch()}>
                Try again
              </Anchor>
            </Alert>
          )}
          <List
            runs={runs.data?.runs}
            isBusy={keep.isPending}
            take={(run) => keep.mutate(run)}
            none={
              search === ''
                ? `Nothing came for this flow in ${environment} yet. Send it a message, or add a sample by hand.`
                : 'No run of this flow is found by that.'
            }
            isFailed={runs.error !== null}
          />
        </Stack>
      )}
    </Modal>
  );
}

interface ListProps {
  runs: readonly PastRun[] | undefined;
  isBusy: boolean;
  isFailed: boolean;
  none: string;
  take: (run: PastRun) => void;
}

function List({ runs, isBusy, isFailed, none, take }: ListProps) {
  if (runs === undefined) {
    if (isFailed) return null;
    return (
      <Waiting words="Reading the runs">
        {[1, 2, 3].map((line) => (
          <Skeleton key={line} height={38} mb={6} />
        ))}
      </Waiting>
    );
  }
  if (runs.length === 0) {
    return (
      <Text fz="sm" c="dimmed" py="sm">
        {none}
      </Text>
    );
  }
  return (
    <ul className={classes.runs} aria-label="Runs" aria-busy={isBusy} tabIndex={0}>
      {runs.map((run) => (
        <li key={run.id}>
          <UnstyledButton className={classes.run} disabled={isBusy} onClick={() => take(run)}>
            <State run={run} />
            <span className={classes.keys}>
              {run.keys.map(({ name, value }) => (
                <span key={`${name} ${value}`}>
                  <span className={classes.name}>{name}</span> {value ?? '••••'}
                </span>
              ))}
              {run.error !== null && <span className={classes.code}>{run.error.code}</span>}
            </span>
            <span className={classes.when}>
              <Instant at={run.beganAt} />
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

function State({ run }: { run: PastRun }) {
  const { label, Icon, colour } = runStates[run.state];
  return (
    <span className={classes.state} style={{ color: colour }}>
      <Icon size={15} stroke={2} aria-hidden /> {label}
    </span>
  );
}
