import { NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { ConnectionField } from '@throughline/nodes/definitions';

type Settings = Record<string, unknown>;

interface SettingFieldProps {
  field: ConnectionField;
  settings: Settings;
  onChange: (settings: Settings) => void;
  /** What the server says does not fit. */
  fault?: string | undefined;
}

/** One setting of a connection; an empty one is left out. */
export function SettingField({ field, settings, onChange, fault }: SettingFieldProps) {
  const { name, title, widget, description, placeholder, options, when } = field;
  if (when !== undefined && !when.is.includes(settings[when.field] as string | boolean)) return null;
  const set = (value: unknown) => {
    const { [name]: _, ...rest } = settings;
    onChange(value === undefined || value === '' ? rest : { ...rest, [name]: value });
  };
  const value = settings[name];
  const common = {
    label: title,
    ...(fault === undefined ? {} : { error: fault }),
    ...(description === undefined ? {} : { description }),
    ...(placeholder === undefined ? {} : { placeholder }),
  };
  switch (widget) {
    case 'switch':
      return <Switch {...common} checked={value === true} onChange={(event) => set(event.currentTarget.checked)} />;
    case 'number':
      return (
        <NumberInput
          {...common}
          value={(value as number | undefined) ?? ''}
          onChange={(next) => set(next === '' ? undefined : Number(next))}
        />
      );
    case 'select':
      return (
        <Select
          {...common}
          data={[...(options ?? [])]}
          value={(value as string | undefined) ?? options?.[0]?.value ?? null}
          onChange={set}
          allowDeselect={false}
        />
      );
    case 'lines':
      return (
        <TagsInput
          {...common}
          value={(value as string[] | undefined) ?? []}
          onChange={(lines) => set(lines.length === 0 ? undefined : lines)}
        />
      );
    case 'pem':
      return (
        <Textarea
          {...common}
          value={(value as string | undefined) ?? ''}
          onChange={(event) => set(event.currentTarget.value)}
          autosize
          minRows={1}
          maxRows={6}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
        />
      );
    default:
      return (
        <TextInput
          {...common}
          value={(value as string | undefined) ?? ''}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
  }
}
