import { Avatar, Tooltip } from '@mantine/core';
import { theCamera } from '../canvas/camera.ts';
import { useView } from '../store/view.ts';
import classes from './header.module.css';

/** Who else is on this flow; a click goes to where they are. */
export function People() {
  const people = useView((state) => state.people);
  if (people.length === 0) return null;
  return (
    <Avatar.Group spacing={6}>
      {people.slice(0, 5).map(({ session, name, colour, selection }) => (
        <Tooltip key={session} label={selection.length === 0 ? `${name} is here` : `${name} is here: go there`}>
          <Avatar
            component="button"
            type="button"
            size={28}
            color={colour}
            className={classes.person}
            aria-label={`${initialsOf(name)}: ${name} is on this flow`}
            onClick={() => selection.length > 0 && theCamera()?.fit(selection)}
          >
            <span aria-hidden>{initialsOf(name)}</span>
          </Avatar>
        </Tooltip>
      ))}
      {people.length > 5 && <Avatar size={28}>+{people.length - 5}</Avatar>}
    </Avatar.Group>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
