import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../test/support/postgres.ts';
import { openStore, type Store } from './client.ts';
import { environment } from './schema/tables.ts';
import { atOneMoment } from './tx.ts';

let store: Store;
beforeAll(async () => {
  const { url } = await createDatabase();
  store = await openStore({ url, masterKey: randomBytes(32), name: 'test' });
  await store.sql`insert into environment (name, title, colour) select name, name, 'teal' from unnest(array['dev', 'test', 'prod']) name`;
});
afterAll(() => store.close());

it('reads all of one moment, by both clients, whatever is written meanwhile', async () => {
  const counts = await atOneMoment(store, async (still) => {
    const [before] = await still.sql<{ n: number }[]>`select count(*)::integer as n from environment`;
    await store.sql`update environment set name = 'elsewhere' where name = 'test'`;
    await store.sql`delete from environment where name = 'prod'`;
    const after = await still.db.select({ name: environment.name }).from(environment);
    return { before: before!.n, after: after.map(({ name }) => name).sort() };
  });
  expect(counts).toEqual({ before: 3, after: ['dev', 'prod', 'test'] });
  const now = await store.db.select({ name: environment.name }).from(environment);
  expect(now.map(({ name }) => name).sort()).toEqual(['dev', 'elsewhere']);
});

it('writes nothing', async () => {
  const write = atOneMoment(store, (still) => still.sql`delete from environment`);
  await expect(write).rejects.toMatchObject({ code: '25006' });
});
