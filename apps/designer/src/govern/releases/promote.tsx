import {
  Anchor,
  Button,
  NumberInput,
  Paper,
  SegmentedControl,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Notice } from '../parts/notice.tsx';
import { Problems } from '../parts/reason-modal.tsx';
import { useRight } from '../parts/rights.ts';
import type { Check, Place, WholeRelease } from './queries.ts';
import classes from './releases.module.css';

type Way = 'all' | 'share' | 'attribute';

interface PromoteProps {
  release: string;
  target: Place;
  checks: readonly Check[];
  /** Where it went already. */
  promotions: WholeRelease['promotions'];
}

/** Brings the release there: at once, or for some messages first. */
export function Promote({ release, target, checks, promotions }: PromoteProps) {
  const client = useQueryClient();
  const mayMake = useRight('release.make');
  const [reason, setReason] = useState('');
  const [way, setWay] = useState<Way>('all');
  const [percent, setPercent] = useState<number | string>(10);
  const [path, setPath] = useState('facility');
  const [values, setValues] = useState<string[]>([]);
  const [errors, setErrors] = useState<number | string>(5);
  const [refusals, setRefusals] = useState<number | string>(2);
  const [slowest, setSlowest] = useState<number | string>('');
  const isBlocked = checks.some(({ state }) => state === 'failed');
  const isThere = target.live?.release === release;
  const rule =
    way === 'share'
      ? ({ kind: 'share', share: Number(percent) / 100 } as const)
      : ({ kind: 'attribute', path, values } as const);
  const underWay = promotions.find(
    ({ environment, state }) => environment === target.name && (state === 'waiting' || state === 'phased'),
  );
  const p95Ms = slowest === '' ? null : Number(slowest);
  const guard = { errorShare: Number(errors) / 100, rejectShare: Number(refusals) / 100, p95Ms };
  const promoting = useMutation({
    mutationFn: () =>
      ask(
        api.releases[':release'].promotions.$post({
          param: { release },
          json: { environment: target.name, reason: reason.trim(), rollout: way === 'all' ? null : { rule, guard } },
        }),
      ),
    onSuccess: async ({ state }) => {
      setReason('');
      await client.invalidateQueries({ queryKey: ['releases'] });
      const waits = 'It waits for somebody else to approve it.';
      const message =
        state === 'waiting' ? waits : `It takes ${state === 'phased' ? 'some ' : ''}messages in ${target.title} now.`;
      notifications.show({ title: 'Release', message, color: 'green.9' });
    },
  });
  if (!mayMake) return null;
  const isIncomplete = reason.trim().length < 3 || (way === 'attribute' && (path === '' || values.length === 0));
  return (
    <Paper
      withBorder
      radius="lg"
      bg="var(--surface)"
      className={classes.section}
      component="section"
      aria-labelledby="promote"
    >
      <Title order={2} fz="h4" id="promote" mb="sm">
        Bring it to {target.title}
      </Title>
      {underWay !== undefined && (
        <Notice
          color={underWay.state === 'waiting' ? 'orange' : 'blue'}
          title={underWay.state === 'waiting' ? 'It waits for approval' : 'Some messages go by it already'}
          mb="md"
        >
          Asked for by {underWay.askedName}: “{underWay.reason}”.{' '}
          <Anchor component={Link} to="/releases" inherit c="inherit" td="underline">
            {underWay.state === 'waiting' ? 'Approve it, or take it back' : 'Take it back, or let all go by it'}
          </Anchor>
        </Notice>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isIncomplete && !isBlocked) promoting.mutate();
        }}
      >
        <Stack>
          <SegmentedControl
            value={way}
            onChange={(value) => setWay(value as Way)}
            aria-label="Which messages go first"
            size="xs"
            fullWidth
            data={[
              { value: 'all', label: 'All at once' },
              { value: 'share', label: 'A share first' },
              { value: 'attribute', label: 'Some senders first' },
            ]}
          />
          {way === 'share' && (
            <NumberInput
              label="Share of the messages"
              suffix=" %"
              min={0.1}
              max={100}
              value={percent}
              onChange={setPercent}
            />
          )}
          {way === 'attribute' && (
            <>
              <TextInput
                label="Field of the message, or header:Name"
                value={path}
                onChange={(event) => setPath(event.currentTarget.value)}
              />
              <TagsInput
                label="Values that go first"
                placeholder="Type one and press Enter"
                value={values}
                onChange={setValues}
              />
            </>
          )}
          {way !== 'all' && (
            <>
              <NumberInput
                label="Call it off when more are quarantined than"
                suffix=" %"
                min={0}
                max={100}
                value={errors}
                onChange={setErrors}
              />
              <NumberInput
                label="… or more are refused by a destination than"
                suffix=" %"
                min={0}
                max={100}
                value={refusals}
                onChange={setRefusals}
              />
              <NumberInput
                label="… or 5 of 100 runs take longer than"
                placeholder="Any time"
                suffix=" ms"
                min={1}
                value={slowest}
                onChange={setSlowest}
              />
            </>
          )}
          <Textarea
            label="Reason"
            placeholder="Tested in dev with last week’s cases"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            autosize
            minRows={2}
            maxLength={1000}
          />
          {promoting.error !== null && <Problems error={promoting.error} />}
          <Button type="submit" loading={promoting.isPending} disabled={isIncomplete || isBlocked}>
            {target.protected ? 'Ask for approval' : `Release into ${target.title}`}
          </Button>
          <Text fz="xs" c="dimmed">
            {isBlocked
              ? 'Something stands in the way; see the checks.'
              : isThere
                ? 'It is live there already.'
                : target.protected
                  ? 'Somebody else has to approve it. Running messages keep their version.'
                  : 'Running messages keep their version.'}
          </Text>
        </Stack>
      </form>
    </Paper>
  );
}
