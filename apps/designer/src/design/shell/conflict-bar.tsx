import { Alert, Button, Group, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import { labelOf, nodeOf } from '@throughline/flow';
import { told } from '../actions/tell.ts';
import { canUseMine, keepTheirs, sidesOf, takeMine } from '../store/conflicts.ts';
import { type Conflict, openDocument, useDocument } from '../store/document.ts';
import { fieldWords } from '../versions/field-words.ts';
import classes from './designer.module.css';

/** Edits that came too late: both values, and the choice. Over the canvas at its top, over an open node `isLow`, away from the settings. */
export function ConflictBar({ isLow = false }: { isLow?: boolean }) {
  const conflicts = useDocument((state) => state.conflicts);
  const first = conflicts[0];
  if (first === undefined) return null;
  return <OneConflict key={first.id} conflict={first} more={conflicts.length - 1} isLow={isLow} />;
}

function OneConflict({ conflict, more, isLow }: { conflict: Conflict; more: number; isLow: boolean }) {
  const sides = sidesOf(conflict);
  const who = conflict.by ?? 'Somebody else';
  return (
    <Alert
      className={classes.conflicts}
      data-low={isLow || undefined}
      color="orange"
      variant="default"
      role="alert"
      icon={<IconGitMerge aria-hidden />}
      title={canUseMine(conflict) ? `${who} changed the same thing` : 'This change could not be kept'}
      style={{ border: '1px solid var(--mantine-color-orange-6)' }}
    >
      <Text fz="sm">
        {canUseMine(conflict)
          ? `Both of you did this: ${whatIn(conflict)}. Only one of the two can stay.`
          : why(conflict)}
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

function whatIn({ operation, about }: Conflict): string {
  const label = labelOf(operation);
  if (about === undefined) return label;
  if (operation.op !== 'configure-node') return `${label}, at ${about}`;
  const type = nodeOf(openDocument(), operation.node)?.type;
  return `change “${fieldWords(`/config${operation.at}`, type).join(', ')}” of ${about}`;
}

/** By the name that the node had here: its id says nothing to a person. */
function why({ problem, about }: Conflict): string {
  return problem.code === 'node_gone' && about !== undefined ? `${about} is no longer there.` : problem.sentence;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '(nothing)';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
