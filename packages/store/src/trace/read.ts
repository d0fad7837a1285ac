import { asc, eq, inArray } from 'drizzle-orm';
import { unpackBody } from '../body/envelope.ts';
import type { Store } from '../client.ts';
import { attempt, delivery, message, messageBody, trace } from '../schema/tables.ts';

/** One step as it ran; `out` is the message behind it. */
export interface StepRecord {
  /** Position in the plan's steps. */
  s: number;
  /** Microseconds. */
  us: number;
  port?: string;
  out?: unknown;
  /** The message went on unchanged. */
  same?: true;
  end?: 'filtered';
  log?: string[];
  status?: string;
  attempt?: number;
  error?: { code: string; class: string; sentence: string; path?: string; line?: number };
}

export interface RunTrace {
  legs: { at: Date; steps: StepRecord[] }[];
  attempts: (typeof attempt.$inferSelect)[];
  deliveries: {
    node: string;
    key: string;
    attempts: number;
    status: string;
    reference: string | null;
    at: Date;
    answer: string;
  }[];
}

/** Everything that is recorded about a run, oldest first; content is for callers who may see messages. */
export async function readTrace(store: Store, id: string): Promise<RunTrace> {
  const [legs, attempts, deliveries] = await Promise.all([
    store.db.select().from(trace).where(eq(trace.runId, id)).orderBy(asc(trace.at)),
    store.db.select().from(attempt).where(eq(attempt.runId, id)).orderBy(asc(attempt.at)),
    store.db.select().from(delivery).where(eq(delivery.runId, id)).orderBy(asc(delivery.at)),
  ]);
  return {
    legs: legs.map(({ at, sealed }) => ({
      at,
      steps: JSON.parse(store.keys.open(sealed, `trace:${id}`).toString()) as StepRecord[],
    })),
    attempts,
    deliveries: deliveries.map(({ node, key, attempts: number, status, reference, at, sealed }) => ({
      node,
      key,
      attempts: number,
      status,
      reference,
      at,
      answer: store.keys.open(sealed, `receipt:${key}`).toString(),
    })),
  };
}

/** A message as it was received. */
export interface Received {
  contentType: string;
  context: string;
  raw: Buffer;
}

/** The message as it was received; null when its body is past retention. */
export async function readReceived(store: Store, messageId: string): Promise<Received | null> {
  return (await readManyReceived(store, [messageId])).get(messageId) ?? null;
}

/** Messages as they were received, by id; those past retention are left out. */
export async function readManyReceived(store: Store, ids: readonly string[]): Promise<Map<string, Received>> {
  if (ids.length === 0) return new Map();
  const rows = await store.db
    .select({ id: message.id, sealed: messageBody.sealed, contentType: message.contentType })
    .from(message)
    .innerJoin(messageBody, eq(messageBody.messageId, message.id))
    .where(inArray(message.id, [...ids]));
  return new Map(
    rows.map(({ id, sealed, contentType }) => {
      const { context, message: raw } = unpackBody(store.keys.open(sealed, `message:${id}`));
      return [id, { contentType, context, raw }];
    }),
  );
}

/** The answers of destinations that confirmed this message, by node: what a replay does not send again. */
export async function readReceipts(
  store: Store,
  messageId: string,
): Promise<Map<string, { status: string; answer: string }>> {
  const rows = await store.db
    .select({ node: delivery.node, key: delivery.key, status: delivery.status, sealed: delivery.sealed })
    .from(delivery)
    .where(eq(delivery.messageId, messageId));
  return new Map(
    rows.map(({ node, key, status, sealed }) => [
      node,
      { status, answer: store.keys.open(sealed, `receipt:${key}`).toString() },
    ]),
  );
}
