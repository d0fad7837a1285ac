import { Button, Group, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { AuditSearch } from './search.ts';

interface FiltersProps {
  search: AuditSearch;
  /** What somebody who was chosen is called, where an entry of theirs is shown. */
  actorName: string | undefined;
  onSearch: (search: AuditSearch, replace?: boolean) => void;
}

/** Which entries are shown: by words, by day, and by what was clicked in one of them. */
export function Filters({ search, actorName, onSearch }: FiltersProps) {
  const [text, setText] = useState(search.text ?? '');
  const [settled] = useDebouncedValue(text, 250);
  useEffect(() => {
    if ((search.text ?? '') !== settled) onSearch({ ...search, text: settled }, true);
  }, [settled, search, onSearch]);
  const days = [
    ['from', 'From'],
    ['to', 'Until'],
  ] as const;
  const chosen = (['actor', 'act', 'object'] as const).filter((name) => search[name] !== undefined);
  return (
    <Group align="end">
      <TextInput
        label="Search"
        placeholder="A word of the summary, the reason or a name"
        w={360}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {days.map(([name, label]) => (
        <TextInput
          key={name}
          type="date"
          label={label}
          w={160}
          value={search[name] ?? ''}
          onChange={(event) => onSearch({ ...search, [name]: event.currentTarget.value })}
        />
      ))}
      {chosen.map((name) => {
        const said = `Only ${name === 'actor' ? (actorName ?? search.actor) : search[name]}`;
        return (
          <Button
            key={name}
            variant="default"
            rightSection={<IconX size={15} aria-hidden />}
            aria-label={`${said}: show all again`}
            onClick={() => onSearch({ ...search, [name]: undefined })}
          >
            {said}
          </Button>
        );
      })}
    </Group>
  );
}
