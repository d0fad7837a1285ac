import { sql } from 'drizzle-orm';
import { failpoint } from '../failpoint.ts';
import { audit, auditHead } from '../schema/identity.ts';
import type { Tx } from '../tx.ts';
import { type AuditEntry, hashOfEntry } from './entry.ts';

export type NewEntry = Omit<AuditEntry, 'sequence' | 'at' | 'previous'>;

/**
 * Appends to the chain. Takes the head's row lock until the transaction ends, so it comes last in it. Time never runs backwards
 * along the chain, whatever the clock does.
 */
export async function appendAudit({ db }: Tx, entry: NewEntry): Promise<void> {
  const [head] = await db
    .update(auditHead)
    .set({ sequence: sql`${auditHead.sequence} + 1`, at: sql`greatest(${auditHead.at}, clock_timestamp())` })
    .returning({
      sequence: auditHead.sequence,
      hash: auditHead.hash,
      at: sql<string>`to_char(${auditHead.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    });
  if (head === undefined) throw new Error('the audit has no head');
  failpoint('audit.append');
  const full: AuditEntry = {
    ...entry,
    sequence: head.sequence,
    at: head.at,
    previous: head.hash.toString('hex'),
  };
  const hash = hashOfEntry(full);
  await db.insert(audit).values({
    ...full,
    at: sql`${full.at}::timestamptz`,
    before: fromHex(full.before),
    after: fromHex(full.after),
    previous: head.hash,
    hash,
  });
  await db.update(auditHead).set({ hash });
}

function fromHex(text: string | null): Buffer | null {
  return text === null ? null : Buffer.from(text, 'hex');
}
