import { Autocomplete, NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { ChangeEvent } from 'react';
import { present } from '../settings/schema.ts';
import { useTyped } from '../typed.ts';
import { type WidgetProps, words } from './props.ts';

/** One text, or a list of texts or numbers as tags. */
export function TextWidget(props: WidgetProps) {
  const schema = present(props.schema);
  if (schema.type === 'array') return <TagsWidget {...props} />;
  return <OneText {...props} />;
}

function OneText(props: WidgetProps) {
  const isNullable = props.schema.anyOf !== undefined;
  const { shown, type, flush } = useTyped(textOf(props.value), (text) =>
    props.change(isNullable && text === '' ? null : text),
  );
  const common = {
    ...words(props),
    value: shown,
    placeholder: props.schema.placeholder,
    maxLength: present(props.schema).maxLength,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => type(event.currentTarget.value),
    onBlur: flush,
  };
  if (props.schema.lines !== true) return <TextInput {...common} />;
  return (
    <Textarea
      {...common}
      autosize
      minRows={4}
      maxRows={16}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
    />
  );
}

function TagsWidget(props: WidgetProps) {
  const schema = present(props.schema);
  const isNumbers = schema.items?.type === 'integer' || schema.items?.type === 'number';
  const values = Array.isArray(props.value) ? props.value.map(String) : [];
  const take = (tags: string[]) =>
    props.change(isNumbers ? tags.map((tag) => (Number.isNaN(Number(tag)) ? tag : Number(tag))) : tags);
  return (
    <TagsInput
      {...words(props)}
      value={values}
      placeholder={values.length === 0 ? (props.schema.placeholder ?? 'Type and press Enter') : undefined}
      maxTags={schema.maxItems}
      splitChars={[',', ' ']}
      acceptValueOnBlur
      clearable
      onChange={take}
    />
  );
}

export function NumberWidget(props: WidgetProps) {
  const { shown, type, flush } = useTyped<number | string>(typeof props.value === 'number' ? props.value : '', (next) =>
    props.change(next === '' ? undefined : next),
  );
  return (
    <NumberInput
      {...words(props)}
      value={shown}
      placeholder={props.schema.placeholder}
      maw={220}
      onChange={type}
      onBlur={flush}
    />
  );
}

export function SwitchWidget(props: WidgetProps) {
  const { label, description, error } = words(props);
  return (
    <Switch
      label={label}
      description={description}
      error={error}
      checked={props.value === true}
      onChange={(event) => props.change(event.currentTarget.checked)}
    />
  );
}

/** Words behind a choice in its description read `word: what it does.`; each choice gets its own. */
function meaningsIn(description: string | undefined, choices: readonly string[]): Map<string, string> {
  const meanings = new Map<string, string>();
  for (const choice of choices) {
    const start = description?.indexOf(`${choice}: `) ?? -1;
    if (description === undefined || start < 0) continue;
    const rest = description.slice(start + choice.length + 2);
    const ends = choices.map((other) => rest.indexOf(` ${other}: `)).filter((end) => end >= 0);
    const meaning = rest.slice(0, Math.min(rest.length, ...ends)).trim();
    meanings.set(choice, meaning.charAt(0).toUpperCase() + meaning.slice(1));
  }
  return meanings;
}

/** `at-most-once` as a person reads it. */
function inWords(choice: string): string {
  const words = choice.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function SelectWidget(props: WidgetProps) {
  const schema = present(props.schema);
  const choices = (schema.enum ?? []).map(String);
  const meanings = meaningsIn(schema.description, choices);
  const { description, ...rest } = words(props);
  const chosen = props.value === undefined ? String(schema.default ?? '') : String(props.value);
  return (
    <Select
      {...rest}
      description={meanings.size > 0 ? meanings.get(chosen) : description}
      data={choices.map((value) => ({ value, label: meanings.has(value) ? inWords(value) : value }))}
      value={choices.includes(chosen) ? chosen : null}
      allowDeselect={false}
      placeholder="Choose"
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      maxDropdownHeight={320}
      renderOption={({ option }) =>
        meanings.has(option.value) ? (
          <div>
            <div>{option.label}</div>
            <div style={{ fontSize: 12, color: 'var(--quiet)' }}>{meanings.get(option.value)}</div>
          </div>
        ) : (
          option.label
        )
      }
      onChange={(next) => next !== null && props.change(next)}
    />
  );
}

const FORMATS = [
  { value: 'json', label: 'JSON' },
  { value: 'hl7v2', label: 'HL7 v2' },
  { value: 'csv', label: 'CSV' },
  { value: 'text', label: 'Plain text' },
];

export function FormatWidget(props: WidgetProps) {
  const names = new Set(present(props.schema).enum?.map(String));
  const others = [...names].filter((name) => !FORMATS.some(({ value }) => value === name));
  return (
    <Select
      {...words(props)}
      data={[...FORMATS.filter(({ value }) => names.has(value)), ...others]}
      value={textOf(props.value) || null}
      allowDeselect={false}
      onChange={(next) => next !== null && props.change(next)}
    />
  );
}

let zones: string[] | null = null;

export function TimeZoneWidget(props: WidgetProps) {
  zones ??= ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const { shown, type, flush } = useTyped(textOf(props.value), props.change);
  return (
    <Autocomplete
      {...words(props)}
      data={zones}
      limit={60}
      value={shown}
      placeholder={props.schema.placeholder}
      onChange={type}
      onBlur={flush}
    />
  );
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : String(value);
}
