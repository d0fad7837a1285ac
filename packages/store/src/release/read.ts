import type { Store } from '../client.ts';
import { StoreError } from '../error.ts';
import type { Tx } from '../tx.ts';
import type { ReleaseContent } from './content.ts';
import { type Promotion, promotionsOf } from './promotion.ts';

export interface ReleaseSummary {
  id: string;
  number: number;
  title: string;
  note: string;
  origin: string;
  madeBy: string;
  madeAt: Date;
  flows: { id: string; name: string; version: number }[];
}

/** Releases, newest first. */
export async function listReleases(
  store: Store,
  limit = 100,
): Promise<(ReleaseSummary & { promotions: Promotion[] })[]> {
  const rows = await store.sql<(Omit<ReleaseSummary, 'madeAt'> & { madeAt: string })[]>`
    select id, number, title, note, origin, made_by as "madeBy", made_at as "madeAt",
      (select json_agg(json_build_object('id', f ->> 'id', 'name', f ->> 'name', 'version', (f ->> 'version')::int))
        from json_array_elements(content::json -> 'flows') f) as flows
    from release order by number desc limit ${limit}`;
  const promotions = await promotionsOf(store, { releases: rows.map(({ id }) => id) });
  return rows.map((row) => ({
    ...row,
    madeAt: new Date(row.madeAt),
    promotions: promotions.filter(({ release }) => release === row.id),
  }));
}

/** The content of a release. Throws StoreError `not_found`. */
export async function readContent({ sql }: Pick<Store, 'sql'> | Pick<Tx, 'sql'>, id: string): Promise<ReleaseContent> {
  const [row] = await sql<{ content: string }[]>`select content from release where id = ${id}`;
  if (row === undefined) throw new StoreError('not_found', 'There is no such release.');
  return JSON.parse(row.content) as ReleaseContent;
}

/** Id of a release by its id, or by its number. */
export async function findRelease(store: Store, named: string): Promise<string | null> {
  const number = /^\d{1,9}$/.test(named) ? Number(named) : -1;
  const [row] = await store.sql<{ id: string }[]>`select id from release where id = ${named} or number = ${number}`;
  return row?.id ?? null;
}
