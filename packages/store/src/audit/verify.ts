import { asc, type Column, eq, gt, sql } from 'drizzle-orm';
import type { Store } from '../client.ts';
import { audit, auditHead } from '../schema/identity.ts';
import { type AuditEntry, GENESIS, hashOfEntry } from './entry.ts';

export type AuditVerdict =
  | { ok: true; entries: number; head: string }
  /** `sequence`: the first entry that does not fit. */
  | { ok: false; entries: number; sequence: number; code: AuditFault; sentence: string };

export type AuditFault = 'missing' | 'altered' | 'unchained' | 'time_backwards' | 'tail_cut' | 'head_altered';

const PAGE = 2000;

const hex = (column: Column) => sql<string | null>`encode(${column}, 'hex')`;
const microseconds = sql<string>`to_char(${audit.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * Walks the whole chain in one snapshot and names the first entry that does not fit. What it cannot see alone, a chain rewritten
 * from some entry on together with its head, shows against an anchor of the head kept elsewhere: pass it as `anchor`.
 */
export function verifyAudit(store: Store, anchor?: { sequence: number; hash: string }): Promise<AuditVerdict> {
  return store.db.transaction(
    async (tx) => {
      const [head] = await tx.select({ sequence: auditHead.sequence, hash: auditHead.hash }).from(auditHead);
      let previous = GENESIS;
      let at = '';
      let sequence = 0;
      for (;;) {
        const page = await tx
          .select({
            sequence: audit.sequence,
            at: microseconds,
            actor: audit.actor,
            actorName: audit.actorName,
            act: audit.act,
            object: audit.object,
            summary: audit.summary,
            before: hex(audit.before),
            after: hex(audit.after),
            reason: audit.reason,
            address: audit.address,
            previous: sql<string>`encode(${audit.previous}, 'hex')`,
            hash: sql<string>`encode(${audit.hash}, 'hex')`,
          })
          .from(audit)
          .where(gt(audit.sequence, sequence))
          .orderBy(asc(audit.sequence))
          .limit(PAGE);
        for (const { hash, ...entry } of page) {
          const code = faultOf(entry, hash, { sequence, previous, at });
          if (code !== null) return fault(code, code === 'missing' ? sequence + 1 : entry.sequence, sequence);
          if (anchor?.sequence === entry.sequence && anchor.hash !== hash)
            return fault('altered', sequence + 1, sequence);
          previous = hash;
          at = entry.at;
          sequence = entry.sequence;
        }
        if (page.length < PAGE) break;
      }
      const expected = Math.max(head?.sequence ?? 0, anchor?.sequence ?? 0);
      if (sequence < expected) return fault('tail_cut', sequence + 1, sequence);
      if (head === undefined || head.sequence !== sequence || head.hash.toString('hex') !== previous) {
        return fault('head_altered', sequence, sequence);
      }
      return { ok: true, entries: sequence, head: previous };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** The end of the chain as it stands, for an anchor outside the database; and whether its last entry says the same. */
export async function readAuditHead(store: Store): Promise<{ sequence: number; hash: string; fits: boolean }> {
  const [head] = await store.db
    .select({ sequence: auditHead.sequence, hash: auditHead.hash, last: audit.hash })
    .from(auditHead)
    .leftJoin(audit, eq(audit.sequence, auditHead.sequence));
  if (head === undefined) return { sequence: 0, hash: GENESIS, fits: true };
  const { sequence, hash, last } = head;
  return { sequence, hash: hash.toString('hex'), fits: sequence === 0 || last?.equals(hash) === true };
}

function faultOf(
  entry: AuditEntry,
  hash: string,
  last: { sequence: number; previous: string; at: string },
): AuditFault | null {
  if (entry.sequence !== last.sequence + 1) return 'missing';
  if (hashOfEntry(entry).toString('hex') !== hash) return 'altered';
  if (entry.previous !== last.previous) return 'unchained';
  return entry.at < last.at ? 'time_backwards' : null;
}

const sentences: Record<AuditFault, string> = {
  missing: 'was deleted.',
  altered: 'was altered after it was written.',
  unchained: 'does not follow the entry before it: one of the two was replaced.',
  time_backwards: 'is older than the entry before it.',
  tail_cut: 'and those behind it were deleted.',
  head_altered: 'is not the one the head of the chain names.',
};

function fault(code: AuditFault, sequence: number, entries: number): AuditVerdict {
  return { ok: false, entries, sequence, code, sentence: `Entry ${sequence} ${sentences[code]}` };
}
