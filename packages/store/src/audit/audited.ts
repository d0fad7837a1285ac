import type { Store } from '../client.ts';
import type { Principal } from '../identity/principal.ts';
import { inTransaction, type Tx } from '../tx.ts';
import { appendAudit } from './append.ts';
import { hashOfJson } from './canonical.ts';

/** What a write verb did, for its caller and for the audit. */
export interface Done<T> {
  result: T;
  /** `user:<id>`, `flow:<id>`, `quarantine:<id>`. */
  object: string;
  /** One plain sentence without message content. */
  summary: string;
  /** The object's state; only its hash is kept. */
  before?: unknown;
  after?: unknown;
  /** Who did it, where the act itself finds that out: a sign-in. */
  by?: Pick<Principal, 'actor' | 'name'>;
}

/** There was nothing to do, so nothing is recorded. */
export interface Unchanged<T> {
  result: T;
  object: null;
}

/**
 * The shape of every write verb: `work` does its guarded writes, and its audit entry commits with them or not at all.
 * `act` is noun.verb.
 */
export function audited<T>(
  store: Store,
  principal: Principal,
  act: string,
  work: (tx: Tx) => Promise<Done<T> | Unchanged<T>>,
  reason?: string,
): Promise<T> {
  return inTransaction(store, async (tx) => {
    const done = await work(tx);
    if (done.object === null) return done.result;
    const by = done.by ?? principal;
    await appendAudit(tx, {
      actor: by.actor,
      actorName: by.name,
      act,
      object: done.object,
      summary: done.summary,
      before: hexOf(done.before),
      after: hexOf(done.after),
      reason: reason ?? null,
      address: principal.address,
    });
    return done.result;
  });
}

function hexOf(state: unknown): string | null {
  return state === undefined ? null : hashOfJson(state).toString('hex');
}
