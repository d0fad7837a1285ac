import type { Operation } from '@throughline/flow';
import type postgres from 'postgres';

/** What made one revision of a draft out of the one before. */
export interface DraftChange {
  revision: number;
  /** The editing session; null where the draft was replaced from outside of one. */
  session: string | null;
  by: string;
  at: Date;
  /** Null: the whole document was replaced. */
  operations: Operation[] | null;
}

interface Row {
  revision: number;
  session: string | null;
  actor_name: string;
  at: string;
  operations: string | null;
}

type Reader = { sql: postgres.Sql | postgres.TransactionSql };

/** Changes behind a revision, oldest first. Old ones are gone after a while: the first may not follow on `after`. */
export async function changesAfter(
  { sql }: Reader,
  flow: string,
  after: number,
  limit = 10_000,
): Promise<DraftChange[]> {
  const rows = await sql<Row[]>`
    select revision, session, actor_name, at, operations from draft_change
    where flow_id = ${flow} and revision > ${after} order by revision limit ${limit}`;
  return rows.map(changeOf);
}

/** The changes of a draft, newest first; `before` asks for those below a revision. */
export async function listChanges(
  { sql }: Reader,
  flow: string,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<DraftChange[]> {
  const rows = await sql<Row[]>`
    select revision, session, actor_name, at, operations from draft_change
    where flow_id = ${flow} and revision < ${before ?? 2_147_483_647} order by revision desc limit ${limit}`;
  return rows.map(changeOf);
}

function changeOf({ revision, session, actor_name, at, operations }: Row): DraftChange {
  const made = operations === null ? null : (JSON.parse(operations) as Operation[]);
  return { revision, session, by: actor_name, at: new Date(at), operations: made };
}
