import { Button, Checkbox, Radio, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { IconEdit } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, ask } from '../../api.ts';
import type { How } from './queries.ts';
import classes from './replay.module.css';

const versionsQuery = (flow: string) =>
  queryOptions({
    queryKey: ['flows', 'versions', flow],
    queryFn: () => ask(api.flows[':flow'].versions.$get({ param: { flow } })),
  });

interface ChoicesProps {
  how: How;
  isQuarantine: boolean;
  /** The message is an edited copy, which stands at one place. */
  isCopy: boolean;
  nodes: readonly { node: string; name: string }[];
  /** The one flow all messages are of, whose versions can be chosen. */
  flow: string | undefined;
  onChange: (how: How) => void;
  /** Makes an edited copy, where that is possible. */
  onEdit?: (() => void) | undefined;
}

/** Where a replay starts, on which version, and whether confirmed destinations get it again. */
export function Choices({ how, isQuarantine, isCopy, nodes, flow, onChange, onEdit }: ChoicesProps) {
  return (
    <div className={classes.choices}>
      {isCopy ? (
        <div>
          <Text fz="sm" fw={600} mb={6}>
            Start
          </Text>
          <Text fz="sm" c="dimmed">
            {how.from === 'received' ? 'From the beginning' : 'At the step that stopped it'}, with your copy in place of
            the message.
          </Text>
        </div>
      ) : (
        <Stack gap="sm" align="flex-start">
          <StartChoice how={how} isQuarantine={isQuarantine} nodes={nodes} onChange={onChange} />
          {onEdit !== undefined && (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconEdit size={15} aria-hidden />}
              onClick={onEdit}
            >
              Edit a copy instead…
            </Button>
          )}
        </Stack>
      )}
      <Stack gap="sm">
        <VersionChoice how={how} flow={flow} onChange={onChange} />
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

function StartChoice({
  how,
  isQuarantine,
  nodes,
  onChange,
}: Pick<ChoicesProps, 'how' | 'isQuarantine' | 'nodes' | 'onChange'>) {
  const from = typeof how.from === 'object' ? 'node' : (how.from ?? 'received');
  return (
    <Stack gap="sm">
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
        <Stack gap={8} mt={6}>
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
          {nodes.length > 0 && (
            <Radio value="node" label="At a step, or one destination" description="With the message as it came there" />
          )}
        </Stack>
      </Radio.Group>
      {typeof how.from === 'object' && (
        <Select
          aria-label="Step"
          searchable
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data={nodes.map(({ node, name }) => ({ value: node, label: name }))}
          value={how.from.node}
          onChange={(node) => onChange({ ...how, from: { node: node ?? '' } })}
        />
      )}
    </Stack>
  );
}

const explained = {
  live: 'The version and tables that are live now: what was mended counts.',
  'as-run': 'The version and tables it was accepted for.',
  chosen: 'A published version as a candidate, with the tables that are live now.',
};

function VersionChoice({ how, flow, onChange }: Pick<ChoicesProps, 'how' | 'flow' | 'onChange'>) {
  const versions = useQuery({ ...versionsQuery(flow ?? ''), enabled: flow !== undefined }).data?.versions ?? [];
  const chosen = typeof how.version === 'number' ? 'chosen' : (how.version ?? 'live');
  const newest = versions[0]?.version;
  return (
    <div>
      <Text fz="sm" fw={600} mb={6}>
        Version
      </Text>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label="Version"
        value={chosen}
        onChange={(value) =>
          onChange({ ...how, version: value === 'chosen' ? (newest ?? 'live') : (value as 'as-run' | 'live') })
        }
        data={[
          { value: 'live', label: 'Live now' },
          { value: 'as-run', label: 'As it ran' },
          ...(newest === undefined ? [] : [{ value: 'chosen', label: 'Another' }]),
        ]}
      />
      {chosen === 'chosen' && (
        <Select
          mt={6}
          size="xs"
          aria-label="Which version"
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data={versions.map(({ version, note }) => ({
            value: String(version),
            label: note === '' ? `Version ${version}` : `Version ${version}: ${note}`,
          }))}
          value={String(how.version)}
          onChange={(version) => onChange({ ...how, version: Number(version) })}
        />
      )}
      <Text fz="xs" c="dimmed" mt={4}>
        {explained[chosen]}
      </Text>
    </div>
  );
}
