import { Button, FileButton, Group, PasswordInput, Textarea } from '@mantine/core';
import { IconFile } from '@tabler/icons-react';
import type { ConnectionSecret } from '@throughline/nodes/definitions';

interface SecretFieldProps {
  secret: ConnectionSecret;
  /** Version that is kept; null while there is none. */
  version: number | null;
  value: string;
  onChange: (value: string) => void;
}

/** A secret of a connection: written, never shown. Keys have several lines, which a password field would lose. */
export function SecretField({ secret, version, value, onChange }: SecretFieldProps) {
  const state = version === null ? 'Not set yet' : `Set, version ${version}. Leave empty to keep it`;
  const optional = version === null && !secret.required ? ', and not needed for every key' : '';
  const common = {
    label: secret.title,
    description: `${state}${optional}. Nobody sees it again.`,
    autoComplete: 'off',
    value,
  };
  if (secret.lines !== true) {
    return <PasswordInput {...common} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  const read = async (file: File | null) => {
    if (file !== null) onChange(await file.text());
  };
  return (
    <div>
      <Textarea
        {...common}
        onChange={(event) => onChange(event.currentTarget.value)}
        placeholder="-----BEGIN … PRIVATE KEY-----"
        spellCheck={false}
        minRows={2}
        maxRows={4}
        autosize
        styles={{
          input: {
            fontFamily: 'var(--mantine-font-family-monospace)',
            fontSize: 12,
            WebkitTextSecurity: value === '' ? 'none' : 'disc',
          } as never,
        }}
      />
      <Group mt={6}>
        <FileButton onChange={read}>
          {(props) => (
            <Button {...props} size="compact-sm" variant="default" leftSection={<IconFile size={14} aria-hidden />}>
              Read it from a file
            </Button>
          )}
        </FileButton>
      </Group>
    </div>
  );
}
