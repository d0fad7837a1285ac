import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Pending } from '../../frame/pending.tsx';
import { countText } from '../text.ts';
import { Choices } from './choices.tsx';
import { DryRun } from './dry-run.tsx';
import { PlanView } from './plan-view.tsx';
import type { How, Wanted } from './queries.ts';

interface PlannerProps {
  title: string;
  wanted: Wanted & { edited?: string };
  initial?: { from?: 'received' | 'stopped'; version?: 'as-run' | 'live'; reason?: string };
  /** Nodes that a replay can start at: those of the run it is planned from. */
  nodes?: readonly { node: string; name: string }[];
  /** The one flow that all messages are of. */
  flow?: string | undefined;
  onEdit?: (() => void) | undefined;
  onClose: () => void;
}

/** Looks first: how many, what has confirmed already, what would differ. Then replays, with a reason, once. */
export function Planner({ title, wanted, initial = {}, nodes = [], flow, onEdit, onClose }: PlannerProps) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const isOfRuns = wanted.runs !== undefined || wanted.filter !== undefined;
  const [how, setHow] = useState<How>({
    from: initial.from ?? (isOfRuns ? 'received' : 'stopped'),
    version: initial.version ?? 'live',
    repeat: false,
  });
  const [reason, setReason] = useState(initial.reason ?? '');
  // One id for this plan: pressing twice, here or after a lost answer, replays once.
  const [id] = useState(() => crypto.randomUUID());
  const { edited, ...selection } = wanted;
  const json = { ...selection, ...how };
  const copy = edited === undefined ? {} : { edited };
  const plan = useQuery({
    queryKey: ['replay-plan', json],
    queryFn: () => ask(api.replays.plan.$post({ json })),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  const start = useMutation({
    mutationFn: () => ask(api.replays.$post({ json: { ...json, id, reason: reason.trim(), ...copy } })),
    onSuccess: async (answer) => {
      await Promise.all(
        ['quarantine', 'replays', 'run', 'runs'].map((topic) => client.invalidateQueries({ queryKey: [topic] })),
      );
      onClose();
      void navigate({ to: `/${wanted.environment}/replays/${answer.id}` });
    },
  });
  const count = plan.data?.count ?? 0;
  return (
    <Modal opened onClose={onClose} size={720} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        <Stack gap="md">
          <Choices
            how={how}
            isQuarantine={!isOfRuns}
            isCopy={edited !== undefined}
            nodes={nodes}
            flow={flow}
            onChange={setHow}
            onEdit={onEdit}
          />
          {plan.data === undefined ? (
            <Pending error={plan.error} again={plan.refetch} waitsFor="the plan" height={140} />
          ) : (
            <PlanView plan={plan.data} isStale={plan.isPlaceholderData} repeat={how.repeat === true} />
          )}
          <DryRun wanted={{ ...json, ...copy }} count={count} />
          <Textarea
            label="Reason"
            description="Kept with the replay and in the audit."
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
            error={start.error?.message}
          />
          <Group justify="space-between">
            <Text fz="xs" c="dimmed" maw={300}>
              {count > 100
                ? 'Worked through in batches, behind what comes in; it can be paused and cancelled.'
                : 'Nothing has been changed so far.'}
            </Text>
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button
                type="submit"
                loading={start.isPending}
                disabled={count === 0 || reason.trim() === '' || plan.isPlaceholderData || plan.data === undefined}
              >
                Replay {countText(count, 'message')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
