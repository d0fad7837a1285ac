import {
  Button,
  Checkbox,
  Group,
  Modal,
  Radio,
  SegmentedControl,
  Select,
  Stack,
  Table,
  Text,
  Textarea,
} from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Pending } from '../../frame/pending.tsx';
import { countText, numberText } from '../text.ts';
import type { Plan, Wanted } from './queries.ts';
import classes from './replay.module.css';

type How = Pick<Wanted, 'from' | 'version' | 'repeat'>;

interface PlannerProps {
  title: string;
  wanted: Wanted & { edited?: string };
  initial?: { from?: 'received' | 'stopped'; version?: 'as-run' | 'live'; reason?: string };
  /** Start and version are given: an edited copy stands at one place. */
  isOneWay?: boolean;
  /** Nodes that a replay can start at: those of the run it is planned from. */
  nodes?: readonly { node: string; name: string }[];
  onClose: () => void;
}

/** Looks first: how many, what has confirmed already, what cannot start. Then replays, with a reason, once. */
export function Planner({ title, wanted, initial = {}, isOneWay = false, nodes = [], onClose }: PlannerProps) {
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
  const plan = useQuery({
    queryKey: ['replay-plan', json],
    queryFn: () => ask(api.replays.plan.$post({ json })),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  const start = useMutation({
    mutationFn: () =>
      ask(
        api.replays.$post({
          json: { ...json, id, reason: reason.trim(), ...(edited === undefined ? {} : { edited }) },
        }),
      ),
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
    <Modal opened onClose={onClose} size="lg" title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        <Stack gap="md">
          {!isOneWay && <Choices how={how} isQuarantine={!isOfRuns} nodes={nodes} onChange={setHow} />}
          {plan.data === undefined ? (
            <Pending error={plan.error} again={plan.refetch} waitsFor="the plan" height={140} />
          ) : (
            <PlanView plan={plan.data} isStale={plan.isPlaceholderData} repeat={how.repeat === true} />
          )}
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

interface ChoicesProps {
  how: How;
  isQuarantine: boolean;
  nodes: readonly { node: string; name: string }[];
  onChange: (how: How) => void;
}

function Choices({ how, isQuarantine, nodes, onChange }: ChoicesProps) {
  const from = typeof how.from === 'object' ? 'node' : (how.from ?? 'received');
  return (
    <div className={classes.choices}>
      <Radio.Group
        label="Start"
        value={from}
        onChange={(value) =>
          onChange({
            ...how,
            from: value === 'node' ? { node: nodes[0]?.node ?? '' } : (value as 'received' | 'stopped'),
          })
        }
      >
        <Stack gap={6} mt={6}>
          {isQuarantine && (
            <Radio
              value="stopped"
              label="At the step that stopped it"
              description="With the message as it stood there"
            />
          )}
          <Radio
            value="received"
            label="From the beginning"
            description="With the message as received; all steps run again"
          />
          {nodes.length > 0 && <Radio value="node" label="At a step, or one destination" />}
        </Stack>
      </Radio.Group>
      <Stack gap="sm">
        <div>
          <Text fz="sm" fw={500} mb={6}>
            Version
          </Text>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label="Version"
            value={String(how.version ?? 'live')}
            onChange={(version) => onChange({ ...how, version: version as 'as-run' | 'live' })}
            data={[
              { value: 'live', label: 'Live now' },
              { value: 'as-run', label: 'As it ran' },
            ]}
          />
          <Text fz="xs" c="dimmed" mt={4}>
            {how.version === 'as-run'
              ? 'The version and tables it was accepted for.'
              : 'The version and tables that are live now: what was mended counts.'}
          </Text>
        </div>
        {typeof how.from === 'object' && (
          <Select
            label="Step"
            searchable
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            data={nodes.map(({ node, name }) => ({ value: node, label: name }))}
            value={how.from.node}
            onChange={(node) => onChange({ ...how, from: { node: node ?? '' } })}
          />
        )}
        <Checkbox
          label="Send again where it is confirmed"
          description="Off: a destination that has confirmed is left out."
          checked={how.repeat === true}
          onChange={({ currentTarget }) => onChange({ ...how, repeat: currentTarget.checked })}
        />
      </Stack>
    </div>
  );
}

const whyNot: Record<string, string> = {
  expired: 'past retention: the content is gone',
  unreached: 'never came to that step',
  ambiguous: 'came to that step as several messages',
  elsewhere: 'owes destinations that this step does not lead to',
};

function PlanView({ plan, isStale, repeat }: { plan: Plan; isStale: boolean; repeat: boolean }) {
  const reasons = Map.groupBy(plan.left, ({ why }) => why);
  return (
    <section className={classes.plan} data-stale={isStale || undefined} aria-label="The plan" aria-live="polite">
      <Text fz="sm" fw={600}>
        {plan.count === 0 ? 'Nothing would be replayed' : `${countText(plan.count, 'message')} would be replayed`}
      </Text>
      {plan.count > 0 && (
        <Table verticalSpacing={6} mt={6} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Destination</Table.Th>
              <Table.Th ta="right">May be sent</Table.Th>
              <Table.Th ta="right">Already confirmed</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {plan.destinations.map(({ destination, sends, confirmed }) => (
              <Table.Tr key={destination}>
                <Table.Td>{destination}</Table.Td>
                <Table.Td ta="right" className="numeric">
                  {numberText(sends)}
                </Table.Td>
                <Table.Td ta="right" className="numeric" c={confirmed === 0 ? 'dimmed' : undefined}>
                  {confirmed === 0 ? '0' : `${numberText(confirmed)} left out`}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {[...reasons].map(([why, left]) => (
        <Text key={why} fz="sm" c="dimmed" mt={6}>
          {countText(left.length, 'message')} cannot: {whyNot[why] ?? why}.
        </Text>
      ))}
      {repeat && (
        <Text fz="sm" fw={550} mt="sm" style={{ color: 'var(--state-quarantined)' }}>
          <IconInfoCircle size={15} aria-hidden /> Destinations that have confirmed get it again, under a new
          idempotency key: a second effect there.
        </Text>
      )}
    </section>
  );
}
