import { Textarea } from '@mantine/core';
import { useTyped } from '../typed.ts';
import { type WidgetProps, words } from './props.ts';

/** JSON kept as a value, or as text where the setting is a text. */
export function JsonWidget(props: WidgetProps) {
  const isText = props.schema.type === 'string';
  const written = isText ? String(props.value ?? '') : JSON.stringify(props.value ?? null, null, 2);
  const { shown, type, flush } = useTyped(written, (text) => {
    if (isText) return props.change(text);
    const value = readJson(text);
    return value === undefined ? false : props.change(value.it);
  });
  const fault = readJson(shown) === undefined ? 'This is not JSON yet; it is kept once it is.' : null;
  return (
    <Textarea
      {...words(props)}
      error={props.error ?? (isText ? undefined : fault)}
      value={shown}
      autosize
      minRows={isText ? 4 : 1}
      maxRows={20}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={flush}
    />
  );
}

function readJson(text: string): { it: unknown } | undefined {
  try {
    return { it: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
