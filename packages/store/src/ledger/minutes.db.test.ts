import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { openStore, type Store } from '../client.ts';
import { keepMinute, readRates } from './minutes.ts';

let store: Store;
beforeAll(async () => {
  const { url } = await createDatabase();
  store = await openStore({ url, masterKey: randomBytes(32), name: 'minutes', max: 2 });
  await store.sql`insert into environment (name, title, colour, protected, settings) values ('dev', 'Dev', 'teal', false, '{}')`;
  await store.sql`insert into flow (id, draft, updated_by) values ('usage', '{}', 'test')`;
  await store.sql`insert into flow_version (flow_id, version, document, plan, note, author) values ('usage', 1, '{}', '{}', '', 'test')`;
  await store.sql`
    insert into deployment (environment_id, flow_id, version, changed_by) select id, 'usage', 1, 'test' from environment`;
});
afterAll(() => store.close());

it('tells what came in during each five minutes from the ledger as it stood, a minute written once', async () => {
  const { sql } = store;
  await sql`insert into ledger (deployment_id, node, shard, accepted, quarantined) select id, 'erp', 0, 30, 3 from deployment`;
  expect(await readRates(store, 'dev')).toMatchObject([{ flow: 'usage', received: 30, stopped: 0 }]);
  await keepMinute(store);
  await sql`update ledger set accepted = 100`;
  await keepMinute(store);
  expect(await sql`select accepted::integer from ledger_minute`).toEqual([{ accepted: 30 }]);

  await sql`update ledger_minute set at = at - interval '20 minutes'`;
  await sql`insert into ledger_minute select deployment_id, at - interval '2 hours', 10, 0 from ledger_minute`;
  await sql`insert into ledger_minute select deployment_id, at - interval '2 days', 0, 0 from ledger_minute limit 1`;
  const [rate] = await readRates(store, 'dev');
  expect(rate!.received).toBe(90);
  expect(rate!.trend.filter((count) => count > 0)).toEqual([20, 70]);
  expect(rate!.trend).toHaveLength(12);
  await keepMinute(store);
  expect(await sql`select from ledger_minute where at < now() - interval '1 day'`).toHaveLength(0);
});
