import { hashOfJson } from './canonical.ts';

/** One entry of the audit as it is hashed; hashes in hex, `at` with six decimals. */
export interface AuditEntry {
  sequence: number;
  at: string;
  actor: string;
  actorName: string;
  act: string;
  object: string;
  summary: string;
  before: string | null;
  after: string | null;
  reason: string | null;
  address: string | null;
  previous: string;
}

export const GENESIS = '0'.repeat(64);

export function hashOfEntry(entry: AuditEntry): Buffer {
  return hashOfJson(entry);
}
