import { Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { fieldsOf, type Shape } from '../message/shape.ts';
import classes from './tree.module.css';

const SHOWN = 200;

interface Place {
  path: string[];
  shape: Shape;
}

/** Finds a place of a message by its name. */
export function ShapePicker({ shape, onPick }: { shape: Shape; onPick: (path: string[]) => void }) {
  const [search, setSearch] = useState('');
  const places = placesIn(shape, [], 0).filter(({ path, shape: { title } }) =>
    `${path.join('.')} ${title ?? ''}`.toLowerCase().includes(search.toLowerCase()),
  );
  return (
    <div>
      <TextInput
        size="xs"
        aria-label="Search the message"
        placeholder="Search"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={search}
        data-autofocus
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <div className={classes.places}>
        {places.length === 0 && (
          <Text fz="xs" c="dimmed" p="xs">
            {search === ''
              ? 'Nothing is known of the message here. Choose a sample, or name a contract before this node.'
              : 'No field of this name.'}
          </Text>
        )}
        {places.slice(0, SHOWN).map(({ path, shape: one }) => (
          <UnstyledButton
            key={path.join('.')}
            className={classes.place}
            style={{ paddingLeft: 8 + (path.length - 1) * 14 }}
            onClick={() => onPick(path)}
          >
            <span className={classes.key}>{one.name}</span>
            <span className={classes.type}>{one.type}</span>
          </UnstyledButton>
        ))}
      </div>
    </div>
  );
}

function placesIn(shape: Shape, before: string[], depth: number): Place[] {
  if (depth > 6) return [];
  return fieldsOf(shape).flatMap((field) => {
    const path = [...before, field.name];
    return [{ path, shape: field }, ...placesIn(field, path, depth + 1)];
  });
}
