import { Button, Group, Indicator, Popover, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { runStates } from '../../frame/states.tsx';
import type { RunSearch, RunState } from './query.ts';
import classes from './runs.module.css';

const spans = [
  { value: '15m', label: 'Last 15 minutes' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
];

interface FilterBarProps {
  search: RunSearch;
  flows: readonly { id: string; name: string }[];
  onChange: (part: { [Name in keyof RunSearch]?: RunSearch[Name] | undefined }) => void;
  onClear: () => void;
}

export function FilterBar({ search, flows, onChange, onClear }: FilterBarProps) {
  const [text, setText] = useState(search.q ?? '');
  useEffect(() => setText(search.q ?? ''), [search.q]);
  const ask = useDebouncedCallback((q: string) => onChange({ q: q.trim() === '' ? undefined : q.trim() }), 250);
  const more = [search.code, search.node, search.version, search.replay, search.until].filter(Boolean).length;
  return (
    <div className={classes.filters}>
      <TextInput
        className={classes.search}
        aria-label="Search runs"
        placeholder="Business key, id or error code"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        maxLength={200}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          ask(currentTarget.value);
        }}
      />
      <Select
        aria-label="State"
        placeholder="Any state"
        clearable
        w={150}
        data={(Object.keys(runStates) as RunState[]).map((value) => ({ value, label: runStates[value].label }))}
        value={search.state ?? null}
        onChange={(state) => onChange({ state: (state as RunState | null) ?? undefined })}
      />
      <Select
        aria-label="Flow"
        placeholder="All flows"
        clearable
        searchable
        w={210}
        data={flows.map(({ id, name }) => ({ value: id, label: name }))}
        value={search.flow ?? null}
        onChange={(flow) => onChange({ flow: flow ?? undefined })}
      />
      <Select
        aria-label="Time"
        placeholder="Any time"
        clearable
        w={170}
        data={
          search.since === undefined || spans.some(({ value }) => value === search.since)
            ? spans
            : [...spans, { value: search.since, label: `Since ${new Date(search.since).toLocaleString()}` }]
        }
        value={search.since ?? null}
        onChange={(since) => onChange({ since: since ?? undefined })}
      />
      <Indicator disabled={more === 0} label={more} size={16} offset={4}>
        <Popover position="bottom-end" withArrow trapFocus width={300} shadow="md">
          <Popover.Target>
            <Button variant="default" leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}>
              More
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <MoreFilters search={search} onChange={onChange} />
          </Popover.Dropdown>
        </Popover>
      </Indicator>
      {Object.keys(search).length > 0 && (
        <Button variant="subtle" color="gray" leftSection={<IconX size={15} aria-hidden />} onClick={onClear}>
          Clear
        </Button>
      )}
    </div>
  );
}

function MoreFilters({ search, onChange }: Pick<FilterBarProps, 'search' | 'onChange'>) {
  const field = (name: 'code' | 'node' | 'version') => ({
    defaultValue: search[name] ?? '',
    onBlur: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
      onChange({ [name]: currentTarget.value.trim() === '' ? undefined : currentTarget.value.trim() }),
    onKeyDown: ({ key, currentTarget }: { key: string; currentTarget: HTMLInputElement }) => {
      if (key === 'Enter')
        onChange({ [name]: currentTarget.value.trim() === '' ? undefined : currentTarget.value.trim() });
    },
  });
  return (
    <Stack gap="sm">
      <TextInput label="Error code" placeholder="period_closed" {...field('code')} />
      <TextInput label="Stopped at node" placeholder="erp" {...field('node')} />
      <Group grow>
        <TextInput label="Version" inputMode="numeric" placeholder="3" {...field('version')} />
        <Select
          label="Replays"
          clearable
          placeholder="With"
          comboboxProps={{ withinPortal: false }}
          data={[
            { value: 'true', label: 'Only' },
            { value: 'false', label: 'None' },
          ]}
          value={search.replay ?? null}
          onChange={(replay) => onChange({ replay: (replay as 'true' | 'false' | null) ?? undefined })}
        />
      </Group>
      <Group grow>
        <Moment label="From" value={search.since} onChange={(since) => onChange({ since })} />
      </Group>
      <Moment label="Until" value={search.until} onChange={(until) => onChange({ until })} />
    </Stack>
  );
}

/** A date and time in the reader's zone, kept as an instant. */
function Moment(props: { label: string; value: string | undefined; onChange: (value: string | undefined) => void }) {
  const at = props.value === undefined ? Number.NaN : Date.parse(props.value);
  const local = Number.isNaN(at)
    ? ''
    : new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  return (
    <TextInput
      type="datetime-local"
      label={props.label}
      value={local}
      onChange={({ currentTarget }) => {
        const chosen = Date.parse(currentTarget.value);
        props.onChange(Number.isNaN(chosen) ? undefined : new Date(chosen).toISOString());
      }}
    />
  );
}
