import { Button, Group, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';

/** Adds one of something by its name; `hindrance` says why it cannot have that name, as one types. */
export function AddNamed({
  what,
  hindrance = () => null,
  onAdd,
}: {
  /** A noun: field, value. */
  what: string;
  hindrance?: (name: string) => string | null;
  onAdd: (name: string) => void;
}) {
  const [typed, setTyped] = useState('');
  const name = typed.trim();
  const why = name === '' ? null : hindrance(name);
  const cannot = name === '' || why !== null;
  const add = () => {
    if (cannot) return;
    onAdd(name);
    setTyped('');
  };
  return (
    <Group gap={6} align="flex-end" wrap="nowrap">
      <TextInput
        label={`Add a ${what}`}
        placeholder="Name"
        style={{ flex: 1 }}
        value={typed}
        error={why}
        inputWrapperOrder={['label', 'error', 'input']}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && add()}
      />
      <Button variant="default" aria-label={`Add the ${what}`} disabled={cannot} onClick={add} px="xs">
        <IconPlus size={16} aria-hidden />
      </Button>
    </Group>
  );
}
