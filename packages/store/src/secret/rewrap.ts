import { audited } from '../audit/audited.ts';
import { BLIND_BOUND, dataKeyBound } from '../body/keys.ts';
import type { Wrapped } from '../body/master.ts';
import type { Store } from '../client.ts';
import { type SealedSigning, signingBound } from '../door/client/seal.ts';
import type { Principal } from '../identity/principal.ts';
import { boundOf, type SealedSecret } from './seal.ts';

/** How much each master key still wraps; one with nothing left may be put away. */
export interface KeyUse {
  id: string;
  /** Given to this process. */
  here: boolean;
  /** Wraps what is new. */
  primary: boolean;
  dataKeys: number;
  secrets: number;
}

export async function readKeyUse({ sql, keys: { master } }: Store): Promise<KeyUse[]> {
  const rows = await sql<{ id: string; data_keys: number; secrets: number }[]>`
    select id, sum(d)::int as data_keys, sum(s)::int as secrets from (
      select coalesce(kek, '') as id, 1 as d, 0 as s from data_key union all
      select kek, 1, 0 from blind_key union all select kek, 0, 1 from secret union all
      select kek, 0, 1 from client_key where kek is not null) x group by id`;
  const ids = new Set([...master.ids, ...rows.map(({ id }) => id)]);
  return [...ids].map((id) => {
    const row = rows.find((one) => one.id === id);
    return {
      id,
      here: master.ids.includes(id),
      primary: id === master.primary,
      dataKeys: row?.data_keys ?? 0,
      secrets: row?.secrets ?? 0,
    };
  });
}

/**
 * Wraps every data key anew under the primary master key, while everything goes on: what the keys seal stays as it is, and a row
 * that somebody else changed meanwhile is left to them. Answers how many there were.
 */
export function rewrapKeys(store: Store, principal: Principal): Promise<number> {
  const { master } = store.keys;
  return audited(store, principal, 'key.rewrap', async ({ sql }) => {
    let count = 0;
    const again = (row: Wrapped, bound: string) => master.wrap(master.unwrap(row, bound), bound);
    const days = await sql<(Wrapped & { id: number; day: string })[]>`
      select id, day::text, kek, wrapped from data_key where kek is distinct from ${master.primary} for update`;
    for (const row of days) {
      const { kek, wrapped } = again(row, dataKeyBound(row.day));
      await sql`update data_key set kek = ${kek}, wrapped = ${wrapped} where id = ${row.id}`;
      count++;
    }
    const [blind] = await sql<Wrapped[]>`
      select kek, wrapped from blind_key where kek <> ${master.primary} for update`;
    if (blind !== undefined) {
      const { kek, wrapped } = again(blind, BLIND_BOUND);
      await sql`update blind_key set kek = ${kek}, wrapped = ${wrapped}`;
      count++;
    }
    const secrets = await sql<SealedSecret[]>`
      select environment_id as "environmentId", name, version, hosts, kek, wrapped, sealed from secret
      where kek <> ${master.primary} for update`;
    for (const row of secrets) {
      const { kek, wrapped } = again(row, boundOf(row));
      await sql`
        update secret set kek = ${kek}, wrapped = ${wrapped}
        where environment_id = ${row.environmentId} and name = ${row.name} and version = ${row.version}`;
      count++;
    }
    const signing = await sql<SealedSigning[]>`
      select id, kek, wrapped, sealed from client_key where kek <> ${master.primary} for update`;
    for (const row of signing) {
      const { kek, wrapped } = again(row, signingBound(row.id));
      await sql`update client_key set kek = ${kek}, wrapped = ${wrapped} where id = ${row.id}`;
      count++;
    }
    if (count === 0) return { result: 0, object: null };
    const summary = `Wrapped ${count} keys anew under the master key ${master.primary}.`;
    return { result: count, object: `key:${master.primary}`, summary };
  });
}
