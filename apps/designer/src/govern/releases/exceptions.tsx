import { Button, Group, NumberInput, Paper, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Day } from '../parts/day.tsx';
import { Problems, ReasonModal } from '../parts/reason-modal.tsx';
import { useRight } from '../parts/rights.ts';
import { type Exception, policiesQuery } from './queries.ts';
import classes from './releases.module.css';

const USUAL_DAYS = 30;
const MOST_DAYS = 365;

interface AskExceptionProps {
  environment: string;
  finding: { flow: string; node: string; rule: string; sentence: string };
}

/** Answers for a finding for a while; counts once somebody else has approved it. */
export function AskException({ environment, finding }: AskExceptionProps) {
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const [days, setDays] = useState(USUAL_DAYS);
  const mayAsk = useRight('flow.publish');
  if (!mayAsk) return null;
  const { sentence, rule, flow, node } = finding;
  return (
    <>
      <Button size="compact-xs" variant="default" mt={4} onClick={() => setAsking(true)}>
        Ask for an exception
      </Button>
      {isAsking && (
        <ReasonModal
          title="Ask for an exception"
          does="Ask for it"
          act={(reason) =>
            ask(
              api.policies.exceptions.$post({
                json: { environment, flow, node, rule: rule as 'bound', reason, days },
              }),
            )
          }
          onDone={() => {
            setAsking(false);
            void client.invalidateQueries({ queryKey: ['releases'] });
          }}
          onClose={() => setAsking(false)}
        >
          “{sentence}” You answer for it in {environment} until it runs out. It counts once somebody else has approved
          it.
          <NumberInput
            label="For days"
            description="Then the rule objects again."
            min={1}
            max={MOST_DAYS}
            value={days}
            onChange={(value) => setDays(Number(value) || USUAL_DAYS)}
            maw={200}
            mt="sm"
          />
        </ReasonModal>
      )}
    </>
  );
}

/** Findings about these flows that people answer for here, and those that wait for somebody to approve them. */
export function Exceptions({ environment, flows }: { environment: string; flows: readonly string[] }) {
  const now = new Date();
  const all = useQuery(policiesQuery(environment)).data?.exceptions ?? [];
  const open = all.filter(
    ({ flow, endedAt, expiresAt }) => flows.includes(flow) && endedAt === null && new Date(expiresAt) > now,
  );
  if (open.length === 0) return null;
  return (
    <Paper
      withBorder
      radius="lg"
      bg="var(--surface)"
      className={classes.section}
      component="section"
      aria-labelledby="exceptions"
    >
      <Title order={2} fz="h4" id="exceptions" mb="xs">
        Exceptions in {environment}
      </Title>
      <ul className={classes.list}>
        {open.map((one) => (
          <li key={one.id}>
            <OneException exception={one} />
          </li>
        ))}
      </ul>
    </Paper>
  );
}

function OneException({ exception }: { exception: Exception }) {
  const client = useQueryClient();
  const mayApprove = useRight('release.approve');
  const again = () => client.invalidateQueries({ queryKey: ['releases'] });
  const param = { id: exception.id };
  const approving = useMutation({
    mutationFn: () => ask(api.policies.exceptions[':id'].approval.$post({ param })),
    onSuccess: again,
  });
  const ending = useMutation({
    mutationFn: () => ask(api.policies.exceptions[':id'].$delete({ param })),
    onSuccess: again,
  });
  const isWaiting = exception.approvedAt === null;
  return (
    <Group justify="space-between" align="start" wrap="nowrap">
      <div>
        <Text fz="sm" fw={600}>
          {exception.flow} / {exception.node}: {exception.rule}
        </Text>
        <Text fz="sm">“{exception.reason}”</Text>
        <Text fz="xs" c="dimmed">
          {isWaiting
            ? `Asked by ${exception.mine ? 'you; waits for somebody else’s approval' : `${exception.askedName}; waits for approval`}`
            : `Approved by ${exception.approvedName}`}
          , until <Day at={exception.expiresAt} />
        </Text>
        {(approving.error ?? ending.error) !== null && <Problems error={(approving.error ?? ending.error)!} />}
      </div>
      {mayApprove && (
        <Group gap="xs" wrap="nowrap">
          {isWaiting && !exception.mine && (
            <Button size="compact-sm" loading={approving.isPending} onClick={() => approving.mutate()}>
              Approve
            </Button>
          )}
          <Button size="compact-sm" variant="default" loading={ending.isPending} onClick={() => ending.mutate()}>
            End it
          </Button>
        </Group>
      )}
    </Group>
  );
}
