import { Text } from '@mantine/core';
import { IconEqual, IconMinus, IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { numberText } from '../text.ts';
import { type Difference, differences, MOST } from './difference.ts';
import { isHl7, placesOf, versionOf } from './hl7.ts';
import { nameOfPlace, useHl7Names } from './hl7-names.ts';
import { isMasked } from './masked.ts';
import { readAlike } from './read-alike.ts';
import { isLeaf } from './tree.ts';
import { Value } from './value.tsx';
import classes from './viewer.module.css';

/** What differs between two messages, field by field; of HL7, place by place. */
export function DifferenceView({ before, after }: { before: unknown; after: unknown }) {
  const found = useMemo(() => differences(...readAlike(before, after)), [before, after]);
  const nameOf = useNames(before, after);
  if (found.length === 0) {
    return (
      <Text className={classes.alike} fz="sm" c="dimmed">
        <IconEqual size={16} aria-hidden /> The message is the same before and behind.
      </Text>
    );
  }
  return (
    <section className={classes.differences} aria-label="Differences" tabIndex={0}>
      <ul>
        {found.map((one) => (
          <li key={one.path}>
            <Text className={classes.path} title={one.path}>
              {nameOfPath(one.path, typeof before === 'string')}{' '}
              <span className={classes.called}>{nameOf(one.path)}</span>
            </Text>
            {one.kind !== 'added' && <Side kind="removed" value={one.before} />}
            {one.kind !== 'removed' && <Side kind="added" value={one.after} />}
          </li>
        ))}
      </ul>
      {found.length >= MOST && (
        <Text fz="sm" c="dimmed" p="sm">
          These are the first {numberText(MOST)} differences; there may be more.
        </Text>
      )}
    </section>
  );
}

/** Of a text compared line by line, the line. */
function nameOfPath(path: string, isText: boolean): string {
  const line = isText ? /^\[(\d+)\]$/.exec(path)?.[1] : undefined;
  return line === undefined ? path || 'the whole message' : `line ${Number(line) + 1}`;
}

/** How the standard calls the places of two HL7 messages. */
function useNames(before: unknown, after: unknown): (path: string) => string {
  const [version, places] = useMemo(() => {
    const trees = [before, after].filter(isHl7);
    return [
      trees[0] === undefined ? '' : versionOf(trees[0]),
      new Map(trees.flatMap(placesOf).map((one) => [one.place, one])),
    ] as const;
  }, [before, after]);
  const names = useHl7Names(places.size > 0);
  return (path) => {
    const place = places.get(path);
    return place === undefined ? '' : nameOfPlace(names, version, place);
  };
}

function Side({ kind, value }: { kind: Exclude<Difference['kind'], 'changed'>; value: unknown }) {
  const Icon = kind === 'added' ? IconPlus : IconMinus;
  return (
    <div className={classes.side} data-kind={kind}>
      <Icon size={13} aria-label={kind} />
      {isLeaf(value) ? <Value value={value} /> : <span className={classes.text}>{shortText(value)}</span>}
    </div>
  );
}

function shortText(value: unknown): string {
  const text = JSON.stringify(value, (_, one: unknown) => (isMasked(one) ? one.shape : one));
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
