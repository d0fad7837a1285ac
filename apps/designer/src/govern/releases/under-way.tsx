import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { meQuery } from '../../frame/session.ts';
import { EnvironmentChip } from '../parts/environment-chip.tsx';
import { Problems, ReasonModal } from '../parts/reason-modal.tsx';
import { useRight } from '../parts/rights.ts';
import { figuresQuery, type Place, type Promotion } from './queries.ts';
import { StateBadge } from './states.tsx';

type Act = 'approve' | 'refuse' | 'withdraw';

/** What waits for somebody, and what is being phased in. */
export function UnderWay({ places }: { places: readonly Place[] }) {
  const open = places.flatMap((place) =>
    [...place.waiting, ...(place.phased === null ? [] : [place.phased])].map((promotion) => ({ place, promotion })),
  );
  return open.map(({ place, promotion }) => <OpenPromotion key={promotion.id} place={place} promotion={promotion} />);
}

function OpenPromotion({ place, promotion }: { place: Place; promotion: Promotion }) {
  const client = useQueryClient();
  const [act, setAct] = useState<Act | null>(null);
  const mayApprove = useRight('release.approve');
  const mayMake = useRight('release.make');
  const me = useQuery(meQuery).data;
  const isMine = me != null && promotion.askedBy === `user:${me.id}`;
  const isWaiting = promotion.state === 'waiting';
  const again = () => client.invalidateQueries({ queryKey: ['releases'] });
  const completing = useMutation({
    mutationFn: () => ask(api.promotions[':id'].complete.$post({ param: { id: promotion.id } })),
    onSuccess: again,
  });
  return (
    <Paper
      withBorder
      radius="lg"
      p="lg"
      bg="var(--surface)"
      component="section"
      aria-label={`Release ${promotion.number} into ${place.title}`}
    >
      <Group justify="space-between" align="start" wrap="nowrap">
        <Stack gap={6}>
          <Group gap="sm">
            <StateBadge state={promotion.state} />
            <Text fw={650}>
              #{promotion.number} {promotion.title}
            </Text>
            <Text c="dimmed" fz="sm">
              into
            </Text>
            <EnvironmentChip title={place.title} colour={place.colour} isProtected={place.protected} />
          </Group>
          <Text fz="sm">“{promotion.reason}”</Text>
          <Text fz="xs" c="dimmed">
            Asked by {promotion.askedName}, <Instant at={promotion.askedAt} />
            {isWaiting && isMine && '. Somebody else has to approve it.'}
          </Text>
          {promotion.rollout !== null && <Text fz="xs">{ruleText(promotion.rollout)}</Text>}
          {promotion.state === 'phased' && <Figures id={promotion.id} rollout={promotion.rollout} />}
        </Stack>
        <Group gap="xs" wrap="nowrap">
          {mayMake && (
            <Button variant="default" size="sm" onClick={() => setAct('withdraw')}>
              {isWaiting ? 'Withdraw' : 'Take back'}
            </Button>
          )}
          {isWaiting && mayApprove && !isMine && (
            <>
              <Button variant="default" size="sm" onClick={() => setAct('refuse')}>
                Refuse
              </Button>
              <Button size="sm" onClick={() => setAct('approve')}>
                Approve
              </Button>
            </>
          )}
          {!isWaiting && mayMake && (
            <Button size="sm" loading={completing.isPending} onClick={() => completing.mutate()}>
              For all messages
            </Button>
          )}
        </Group>
      </Group>
      {completing.error !== null && <Problems error={completing.error} />}
      {act !== null && (
        <DecideModal
          act={act}
          place={place}
          promotion={promotion}
          onDone={() => {
            setAct(null);
            void again();
          }}
          onClose={() => setAct(null)}
        />
      )}
    </Paper>
  );
}

const words: Record<Act, { title: string; does: string; colour: string }> = {
  approve: { title: 'Approve', does: 'Approve', colour: 'indigo' },
  refuse: { title: 'Refuse', does: 'Refuse', colour: 'red.9' },
  withdraw: { title: 'Take back', does: 'Take back', colour: 'red.9' },
};

interface DecideModalProps {
  act: Act;
  place: Place;
  promotion: Promotion;
  onDone: () => void;
  onClose: () => void;
}

function DecideModal({ act, place, promotion, onDone, onClose }: DecideModalProps) {
  const { title, does, colour } = words[act];
  const param = { id: promotion.id };
  const call = (reason: string): Promise<unknown> =>
    act === 'withdraw'
      ? ask(api.promotions[':id'].withdraw.$post({ param, json: { reason } }))
      : ask(api.promotions[':id'].decision.$put({ param, json: { approve: act === 'approve', reason } }));
  return (
    <ReasonModal
      title={`${title} #${promotion.number} into ${place.title}`}
      does={does}
      colour={colour}
      act={call}
      onDone={onDone}
      onClose={onClose}
    >
      {act === 'approve'
        ? `Its checks are made again now; then “${promotion.title}” takes messages in ${place.title}.`
        : 'Messages that were accepted for it finish on it; the versions that are live keep everything else.'}
    </ReasonModal>
  );
}

function ruleText({ rule, guard }: NonNullable<Promotion['rollout']>): string {
  const who =
    rule.kind === 'share'
      ? `${Math.round(rule.share * 1000) / 10} % of the messages first`
      : `Messages with ${rule.path} = ${rule.values.join(' or ')} first`;
  const latency = guard.p95Ms === null ? '' : `, or runs slower than ${guard.p95Ms} ms`;
  return `${who}; called off at more than ${guard.errorShare * 100} % quarantined, ${guard.rejectShare * 100} % refused${latency}, after ${guard.minRuns} runs.`;
}

function Figures({ id, rollout }: { id: string; rollout: Promotion['rollout'] }) {
  const { data } = useQuery(figuresQuery(id));
  if (data === undefined) return null;
  const need = rollout?.guard.minRuns ?? 0;
  const wait = data.ended < need ? ` (judged from ${need} on)` : '';
  return (
    <Text fz="sm" className="numeric">
      {data.ended} runs ended{wait} · {data.quarantined} quarantined · {data.rejected} refused by a destination
      {data.p95Ms !== null && ` · 95 % within ${Math.round(data.p95Ms)} ms`}
    </Text>
  );
}
