import { Button, FileButton, Group, Input, Text, Textarea } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useId } from 'react';
import classes from './node-editor.module.css';

/** More than this is shown by its beginning and not written by hand: a text field of megabytes holds up the page. */
const WRITTEN_CHARACTERS = 200_000;
const HEAD_CHARACTERS = 2_000;

interface BodyInputProps {
  label: string;
  description?: string;
  value: string;
  error?: string | null;
  size?: 'xs' | 'sm';
  rows?: [least: number, most: number];
  onChange: (body: string) => void;
  onBlur?: () => void;
}

/** The bytes of a message: written, pasted or taken from a file. */
export function BodyInput({ label, description, value, error, size = 'sm', rows = [10, 20], ...on }: BodyInputProps) {
  const id = useId();
  const isLarge = value.length > WRITTEN_CHARACTERS;
  return (
    <Input.Wrapper
      id={id}
      label={label}
      description={description}
      error={error ?? undefined}
      size={size}
      inputWrapperOrder={['label', 'description', 'input', 'error']}
    >
      {isLarge ? (
        <section className={classes.head} aria-label={`${label}, the beginning`} tabIndex={0}>
          {value.slice(0, HEAD_CHARACTERS)}…
        </section>
      ) : (
        <Textarea
          id={id}
          size={size}
          mt={4}
          autosize
          minRows={rows[0]}
          maxRows={rows[1]}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: size === 'xs' ? 12 : 13 } }}
          value={value}
          error={error !== null && error !== undefined}
          onChange={(event) => on.onChange(event.currentTarget.value)}
          onBlur={on.onBlur}
        />
      )}
      <Group gap="xs" mt={6}>
        <FileButton onChange={(file) => void file?.text().then(on.onChange)}>
          {(props) => (
            <Button
              {...props}
              size="xs"
              variant="default"
              leftSection={<IconFileUpload size={14} aria-hidden />}
              aria-label={`${label} from a file`}
            >
              From a file
            </Button>
          )}
        </FileButton>
        {isLarge && (
          <>
            <Button size="xs" variant="subtle" color="gray" onClick={() => on.onChange('')}>
              Empty it
            </Button>
            <Text fz="xs" c="dimmed">
              {(value.length / 1_000_000).toFixed(1)} million characters: shown by its beginning.
            </Text>
          </>
        )}
      </Group>
    </Input.Wrapper>
  );
}
