import { ActionIcon, ScrollArea, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconSearch } from '@tabler/icons-react';
import type { AnyDefinition } from '@throughline/flow';
import { useState } from 'react';
import { kindNames, kinds } from '../../frame/kinds.tsx';
import { addAnywhere } from '../actions/add.ts';
import { theCamera } from '../canvas/camera.ts';
import { takeFromPalette } from '../hands/drop.ts';
import { togglePalette } from '../store/view.ts';
import { findTypes } from './find.ts';
import { iconOf } from './icons.ts';
import { kindColour } from './kind-colour.ts';
import classes from './palette.module.css';

/** Every node type, to drag onto the canvas or to put there by a click. */
export function Palette() {
  const [query, setQuery] = useState('');
  const found = findTypes(query);
  const groups = kindNames
    .map((kind) => ({ kind, types: found.filter((definition) => definition.kind === kind) }))
    .filter(({ types }) => types.length > 0);
  return (
    <section className={classes.palette} aria-label="Node types">
      <div className={classes.top}>
        <TextInput
          size="xs"
          className={classes.search}
          placeholder="Find a node type"
          aria-label="Find a node type"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && found[0] !== undefined) add(found[0].type);
            if (event.key === 'Escape') setQuery('');
          }}
        />
        <Tooltip label="Hide the node types">
          <ActionIcon variant="subtle" color="gray" size={30} aria-label="Hide the node types" onClick={togglePalette}>
            <IconLayoutSidebarLeftCollapse size={17} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <ScrollArea className={classes.scroll} type="auto" scrollbarSize={8} viewportProps={{ tabIndex: -1 }}>
        {groups.length === 0 && <p className={classes.none}>No node type is called that.</p>}
        {groups.map(({ kind, types }) => (
          <section key={kind} aria-label={kinds[kind].label}>
            <h3 className={classes.kind}>
              {kinds[kind].label} <span>{kinds[kind].meaning}</span>
            </h3>
            {types.map((definition) => (
              <PaletteItem key={definition.type} definition={definition} />
            ))}
          </section>
        ))}
      </ScrollArea>
      <p className={classes.hint}>
        Drag onto the canvas, or press <kbd>/</kbd> there
      </p>
    </section>
  );
}

function PaletteItem({ definition }: { definition: AnyDefinition }) {
  const { type, name, summary, icon, kind } = definition;
  return (
    <Tooltip label={summary} position="right" openDelay={500} multiline maw={240}>
      <UnstyledButton
        className={classes.item}
        style={{ '--kind': kindColour(kind) } as React.CSSProperties}
        draggable
        onDragStart={(event) => takeFromPalette(event, type)}
        onClick={() => add(type)}
        aria-label={`Add ${name}. ${summary}`}
      >
        <TypeTile icon={icon} />
        <span className={classes.name}>{name}</span>
      </UnstyledButton>
    </Tooltip>
  );
}

/** The keyboard goes along to the new node. */
function add(type: string): void {
  addAnywhere(type);
  theCamera()?.focus();
}

/** The icon of a node type on the tint of its kind. */
export function TypeTile({ icon }: { icon: string }) {
  const Icon = iconOf(icon);
  return (
    <span className={classes.tile}>
      <Icon size={16} stroke={1.6} aria-hidden />
    </span>
  );
}
