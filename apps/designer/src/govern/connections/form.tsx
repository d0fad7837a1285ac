import { Button, Stack } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import type { ConnectionSecret, ConnectionType } from '@throughline/nodes/definitions';
import { useState } from 'react';
import { SettingField } from './field.tsx';
import { SecretField } from './secret-field.tsx';

interface ConnectionFormProps {
  kind: ConnectionType;
  settings: Record<string, unknown>;
  onSettings: (settings: Record<string, unknown>) => void;
  secrets: Record<string, string>;
  onSecrets: (secrets: Record<string, string>) => void;
  /** Version of a secret that is kept; null where there is none. */
  versionOf: (secret: string) => number | null;
  /** What does not fit, by setting. */
  faults: ReadonlyMap<string, string>;
}

/** What a kind of connection asks for: where it is and how one signs in first, the rest on demand. */
export function ConnectionForm(props: ConnectionFormProps) {
  const { kind, settings, onSettings, secrets, onSecrets, versionOf, faults } = props;
  const rare = kind.fields.filter(({ more }) => more === true);
  const isSet = ({ name }: { name: string }) => settings[name] !== undefined && settings[name] !== kind.initial[name];
  const [isOpened, setOpened] = useState(() => rare.some(isSet));
  const isWhole = isOpened || rare.some(({ name }) => faults.has(name));
  const wanted = kind.secrets(settings);
  const secretField = (secret: ConnectionSecret) => (
    <SecretField
      key={secret.name}
      secret={secret}
      version={versionOf(secret.name)}
      value={secrets[secret.name] ?? ''}
      onChange={(value) => onSecrets({ ...secrets, [secret.name]: value })}
    />
  );
  const fields = (some: typeof kind.fields) =>
    some.flatMap((field) => [
      <SettingField
        key={field.name}
        field={field}
        settings={settings}
        onChange={onSettings}
        fault={faults.get(field.name)}
      />,
      ...wanted.filter(({ beside }) => beside === field.name).map(secretField),
    ]);
  return (
    <>
      {fields(kind.fields.filter(({ more }) => more !== true))}
      {wanted.filter(({ beside }) => beside === undefined).map(secretField)}
      {rare.length > 0 && (
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => setOpened(!isWhole)}
            aria-expanded={isWhole}
            rightSection={isWhole ? <IconChevronUp size={15} aria-hidden /> : <IconChevronDown size={15} aria-hidden />}
          >
            More settings
          </Button>
          {isWhole && <Stack mt="sm">{fields(rare)}</Stack>}
        </div>
      )}
    </>
  );
}
