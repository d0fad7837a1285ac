import { Kbd } from '@mantine/core';
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { type Command, useOffered } from './commands.ts';

/** Mod+K: go anywhere, do anything that the screen offers. */
export function CommandPalette() {
  const [query, setQuery] = useState('');
  const offered = useOffered(query.trim());
  return (
    <Spotlight
      actions={grouped(offered)}
      query={query}
      onQueryChange={setQuery}
      shortcut="mod + K"
      tagsToIgnore={[]}
      scrollable
      maxHeight={420}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      nothingFound="Nothing is called that here"
      searchProps={{ placeholder: 'Go to, search or do…', leftSection: <IconSearch size={18} aria-hidden /> }}
    />
  );
}

function grouped(commands: readonly Command[]): SpotlightActionGroupData[] {
  return [...Map.groupBy(commands, ({ group }) => group)].map(([group, members]) => ({
    group,
    actions: members.map(({ id, label, description, keywords, keys, run }) => ({
      id,
      label,
      description,
      keywords,
      onClick: run,
      rightSection: keys === undefined ? undefined : <Kbd size="xs">{keysText(keys)}</Kbd>,
    })),
  }));
}

/** `Mod+K` as this machine's keyboard has it. */
export function keysText(keys: string): string {
  return keys.replace('Mod', /Mac|iP(hone|ad)/.test(window.navigator.platform) ? '⌘' : 'Ctrl');
}
