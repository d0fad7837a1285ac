import { Group, NumberInput, Select, Stack, Switch, Text } from '@mantine/core';
import type { Quota, Rate } from './queries.ts';

const spans = [
  { value: '1', label: 'a second' },
  { value: '10', label: '10 seconds' },
  { value: '60', label: 'a minute' },
  { value: '600', label: '10 minutes' },
  { value: '3600', label: 'an hour' },
];

interface LimitFieldsProps {
  rate: Rate;
  quota: Quota;
  about: string;
  onChange: (part: { rate?: Rate; quota?: Quota }) => void;
}

/** How often, at the most; who comes more often is told when to come again. */
export function LimitFields({ rate, quota, about, onChange }: LimitFieldsProps) {
  const known = spans.some(({ value }) => value === String(rate?.seconds));
  return (
    <Stack gap="sm">
      <Text fz="sm" c="dimmed">
        {about} Who comes more often gets 429 with the time to wait, and nothing of it is accepted.
      </Text>
      <Group align="end">
        <Switch
          label="Rate"
          checked={rate !== null}
          onChange={(event) => onChange({ rate: event.currentTarget.checked ? { calls: 100, seconds: 60 } : null })}
          mb={8}
          w={110}
        />
        {rate !== null && (
          <>
            <NumberInput
              label="Calls"
              min={1}
              thousandSeparator=","
              value={rate.calls}
              onChange={(calls) => onChange({ rate: { ...rate, calls: Number(calls) || 1 } })}
              w={140}
            />
            <Select
              label="In"
              data={known ? spans : [...spans, { value: String(rate.seconds), label: `${rate.seconds} seconds` }]}
              value={String(rate.seconds)}
              allowDeselect={false}
              onChange={(seconds) => onChange({ rate: { ...rate, seconds: Number(seconds) } })}
              w={150}
            />
          </>
        )}
      </Group>
      <Group align="end">
        <Switch
          label="Quota"
          checked={quota !== null}
          onChange={(event) => onChange({ quota: event.currentTarget.checked ? { calls: 10_000, per: 'day' } : null })}
          mb={8}
          w={110}
        />
        {quota !== null && (
          <>
            <NumberInput
              label="Calls of the quota"
              min={1}
              thousandSeparator=","
              value={quota.calls}
              onChange={(calls) => onChange({ quota: { ...quota, calls: Number(calls) || 1 } })}
              w={140}
            />
            <Select
              label="Each"
              data={[
                { value: 'day', label: 'day (UTC)' },
                { value: 'month', label: 'month (UTC)' },
              ]}
              value={quota.per}
              allowDeselect={false}
              onChange={(per) => onChange({ quota: { ...quota, per: per as 'day' | 'month' } })}
              w={150}
            />
          </>
        )}
      </Group>
    </Stack>
  );
}
