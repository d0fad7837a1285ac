import { and, desc, eq, getTableColumns, gte, ilike, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Store } from '../client.ts';
import { audit } from '../schema/identity.ts';

export interface AuditQuery {
  actor?: string;
  act?: string;
  object?: string;
  /** Found anywhere in the summary, the reason or the actor's name. */
  text?: string;
  since?: Date;
  until?: Date;
  /** Entries below this sequence: the next page. */
  before?: number;
  limit: number;
}

/** Entries, newest first. */
export function listAudit(store: Store, query: AuditQuery) {
  const conditions: (SQL | undefined)[] = [
    query.actor === undefined ? undefined : eq(audit.actor, query.actor),
    query.act === undefined ? undefined : eq(audit.act, query.act),
    query.object === undefined ? undefined : eq(audit.object, query.object),
    query.since === undefined ? undefined : gte(audit.at, query.since),
    query.until === undefined ? undefined : lt(audit.at, query.until),
    query.before === undefined ? undefined : lt(audit.sequence, query.before),
    query.text === undefined ? undefined : contains(query.text),
  ];
  // As it is hashed: whoever holds an export can walk the chain by themselves.
  const exactAt = sql<string>`to_char(${audit.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  return store.db
    .select({ ...getTableColumns(audit), exactAt })
    .from(audit)
    .where(and(...conditions))
    .orderBy(desc(audit.sequence))
    .limit(query.limit);
}

function contains(text: string): SQL | undefined {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return or(ilike(audit.summary, pattern), ilike(audit.reason, pattern), ilike(audit.actorName, pattern));
}
