import { ActionIcon, Button, Group, Menu, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import classes from './environments.module.css';
import type { Settings } from './queries.ts';

type Freeze = NonNullable<Settings['freezes']>[number];

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const DAY_MS = 86_400_000;

function fresh(kind: Freeze['kind']): Freeze {
  const now = Date.now();
  if (kind === 'month-end') return { kind, days: 2, reason: 'month-end close' };
  if (kind === 'weekly') return { kind, weekday: 5, fromHour: 12, untilHour: 24, reason: '' };
  return { kind, from: new Date(now).toISOString(), until: new Date(now + DAY_MS).toISOString(), reason: '' };
}

export function Freezes({ freezes, onChange }: { freezes: readonly Freeze[]; onChange: (freezes: Freeze[]) => void }) {
  const change = (at: number, freeze: Freeze) => onChange(freezes.map((one, i) => (i === at ? freeze : one)));
  return (
    <Stack gap="sm">
      {freezes.length === 0 && (
        <Text fz="sm" c="dimmed">
          Releases are welcome at any time.
        </Text>
      )}
      {freezes.map((freeze, at) => (
        <div className={classes.row} key={`${freeze.kind}-${at}-${freezes.length}`}>
          <When freeze={freeze} onChange={(next) => change(at, next)} />
          <TextInput
            label="Reason"
            value={freeze.reason}
            onChange={(event) => change(at, { ...freeze, reason: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label="Take this freeze away"
            onClick={() => onChange(freezes.filter((_, i) => i !== at))}
          >
            <IconTrash size={17} />
          </ActionIcon>
        </div>
      ))}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            style={{ alignSelf: 'start' }}
          >
            Add a freeze
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onChange([...freezes, fresh('month-end')])}>Around every month-end</Menu.Item>
          <Menu.Item onClick={() => onChange([...freezes, fresh('weekly')])}>Every week</Menu.Item>
          <Menu.Item onClick={() => onChange([...freezes, fresh('span')])}>Once</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Stack>
  );
}

function When({ freeze, onChange }: { freeze: Freeze; onChange: (freeze: Freeze) => void }) {
  if (freeze.kind === 'month-end') {
    return (
      <Group style={{ gridColumn: 'span 2' }} align="end">
        <NumberInput
          label="Days around the end of each month"
          min={1}
          max={10}
          value={freeze.days}
          onChange={(days) => onChange({ ...freeze, days: Number(days) || 1 })}
        />
      </Group>
    );
  }
  if (freeze.kind === 'weekly') {
    return (
      <Group style={{ gridColumn: 'span 2' }} align="end" wrap="nowrap">
        <Select
          label="Every"
          data={weekdays.map((label, value) => ({ label, value: String(value) }))}
          value={String(freeze.weekday)}
          onChange={(day) => onChange({ ...freeze, weekday: Number(day) })}
          allowDeselect={false}
        />
        <NumberInput
          label="From (UTC)"
          min={0}
          max={24}
          value={freeze.fromHour}
          onChange={(hour) => onChange({ ...freeze, fromHour: Number(hour) })}
        />
        <NumberInput
          label="Until (UTC)"
          min={0}
          max={24}
          value={freeze.untilHour}
          onChange={(hour) => onChange({ ...freeze, untilHour: Number(hour) })}
        />
      </Group>
    );
  }
  return (
    <Group style={{ gridColumn: 'span 2' }} align="end" wrap="nowrap" grow>
      <DateTimePicker
        label="From"
        value={new Date(freeze.from)}
        onChange={(at) => at !== null && onChange({ ...freeze, from: new Date(at).toISOString() })}
      />
      <DateTimePicker
        label="Until"
        value={new Date(freeze.until)}
        onChange={(at) => at !== null && onChange({ ...freeze, until: new Date(at).toISOString() })}
      />
    </Group>
  );
}
