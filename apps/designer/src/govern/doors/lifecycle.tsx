import { Group, Stack, Textarea, TextInput } from '@mantine/core';
import type { Settings } from './queries.ts';

/** What partners read about a door, and until when it is there. */
export function LifecycleFields({
  settings,
  onChange,
}: {
  settings: Settings;
  onChange: (part: Partial<Settings>) => void;
}) {
  return (
    <Stack gap="sm">
      <Group grow align="start">
        <TextInput
          label="Owner"
          placeholder="Supply chain integration"
          value={settings.owner}
          maxLength={120}
          onChange={(event) => onChange({ owner: event.currentTarget.value })}
        />
        <TextInput
          label="Domain"
          placeholder="supply"
          value={settings.domain}
          maxLength={60}
          onChange={(event) => onChange({ domain: event.currentTarget.value })}
        />
        <TextInput
          label="Version"
          value={settings.version}
          maxLength={20}
          onChange={(event) => onChange({ version: event.currentTarget.value })}
        />
      </Group>
      <Textarea
        label="Summary"
        description="What it is for, in the catalogue."
        value={settings.summary}
        maxLength={1000}
        autosize
        minRows={2}
        onChange={(event) => onChange({ summary: event.currentTarget.value })}
      />
      <Group grow align="start">
        <TextInput
          type="date"
          label="Deprecated from"
          description="From then on, answers say that it is on its way out."
          value={dayOf(settings.deprecatedAt)}
          onChange={(event) => onChange({ deprecatedAt: instantOf(event.currentTarget.value) })}
        />
        <TextInput
          type="date"
          label="Closes for good on"
          description="Said in every answer; from that day it takes nothing."
          value={dayOf(settings.sunsetAt)}
          onChange={(event) => onChange({ sunsetAt: instantOf(event.currentTarget.value) })}
        />
      </Group>
      <TextInput
        label="What takes its place"
        description="An address where partners read about it."
        placeholder="https://partners.hospital.example/usage-v2"
        value={settings.successor ?? ''}
        maxLength={500}
        onChange={(event) => onChange({ successor: event.currentTarget.value.trim() || null })}
      />
    </Stack>
  );
}

function dayOf(instant: string | null): string {
  return instant?.slice(0, 10) ?? '';
}

function instantOf(day: string): string | null {
  return day === '' ? null : `${day}T00:00:00Z`;
}
