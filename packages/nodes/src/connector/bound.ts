import type { Connection, StepFailure } from '@throughline/engine';
import { failure } from '../failure.ts';

/** A flow may name a connection that is something else in one environment. */
export function checkKind({ name, type }: Connection, kind: string): void {
  if (type === kind) return;
  throw failure(
    'rejected',
    'connection_kind',
    `The connection ${name} is of kind ${type} here; this step needs ${kind}.`,
  );
}

/** Secrets go to the hosts they were entered for; `place` is host and port as a connection type's `hosts` writes them. */
export function checkBoundTo(connection: Connection, place: string): void {
  const { bound } = connection;
  if (bound !== undefined && !bound.includes(place)) throw mismatch(connection);
}

export function mismatch({ name }: Connection): StepFailure {
  const sentence = `The secrets of the connection ${name} are bound to another host.`;
  return failure('rejected', 'connection_host_mismatch', sentence);
}
