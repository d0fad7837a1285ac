import { Alert, Button, Group, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import { labelOf } from '@throughline/flow';
import { told } from '../actions/tell.ts';
import { canUseMine, keepTheirs, sidesOf, takeMine } from '../store/conflicts.ts';
import { type Conflict, useDocument } from '../store/document.ts';
import classes from './designer.module.css';

/** Edits that came too late: both values, and the choice. */
export function ConflictBar() {
  const conflicts = useDocument((state) => state.conflicts);
  const first = conflicts[0];
  if (first === undefined) return null;
  return <OneConflict key={first.id} conflict={first} more={conflicts.length - 1} />;
}

function OneConflict({ conflict, more }: { conflict: Conflict; more: number }) {
  const sides = sidesOf(conflict);
  const who = conflict.by ?? 'Somebody else';
  return (
    <Alert
      className={classes.conflicts}
      color="orange"
      variant="default"
      role="alert"
      icon={<IconGitMerge aria-hidden />}
      title={canUseMine(conflict) ? `${who} changed the same thing` : 'This change could not be kept'}
      style={{ border: '1px solid var(--mantine-color-orange-6)' }}
    >
      <Text fz="sm">
        {canUseMine(conflict)
          ? `Both of you did this: ${labelOf(conflict.operation)}. Only one of the two can stay.`
          : conflict.problem.sentence}
      </Text>
      {sides !== undefined && (
        <dl className={classes.sides}>
          <dt>Now there</dt>
          <dd>{textOf(sides.theirs)}</dd>
          <dt>Yours</dt>
          <dd>{textOf(sides.mine)}</dd>
        </dl>
      )}
      <Group gap="xs" mt="sm">
        {canUseMine(conflict) && (
          <Button size="xs" variant="default" onClick={() => told(takeMine(conflict))}>
            Use mine
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => keepTheirs(conflict.id)}>
          {canUseMine(conflict) ? 'Keep theirs' : 'All right'}
        </Button>
        {more > 0 && (
          <Text fz="xs" c="dimmed">
            {more} more
          </Text>
        )}
      </Group>
    </Alert>
  );
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '(nothing)';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
