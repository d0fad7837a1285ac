import { Button, Menu, ScrollArea, Text, TextInput } from '@mantine/core';
import { IconMathFunction } from '@tabler/icons-react';
import { useState } from 'react';
import { functions } from '../../editor/expression/functions.ts';

/** Puts a function around what is there; found by what it does. */
export function FunctionMenu({ onPick }: { onPick: (name: string) => void }) {
  const [search, setSearch] = useState('');
  const wanted = search.toLowerCase();
  const found = functions.filter(
    ({ name, help, takes, group }) => takes !== '' && `${name} ${help} ${group}`.toLowerCase().includes(wanted),
  );
  return (
    <Menu
      position="bottom-start"
      shadow="md"
      width={340}
      onClose={() => setSearch('')}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconMathFunction size={15} aria-hidden />}>
          Apply a function
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <TextInput
          size="xs"
          m={6}
          aria-label="Search functions"
          placeholder="What should it do?"
          value={search}
          data-autofocus
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={(event) => event.key !== 'ArrowDown' && event.key !== 'Escape' && event.stopPropagation()}
        />
        <ScrollArea.Autosize mah={300} type="auto">
          {found.map(({ name, takes, help }) => (
            <Menu.Item key={name} onClick={() => onPick(name)}>
              <Text fz="sm" ff="monospace">
                ${name}({takes})
              </Text>
              <Text fz="xs" c="dimmed">
                {help}
              </Text>
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}
