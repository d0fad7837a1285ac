import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { openStore, type Store } from '../client.ts';
import { newId } from '../id.ts';
import { destinationLoads } from './load.ts';

let store: Store;
beforeAll(async () => {
  const { url } = await createDatabase();
  store = await openStore({ url, masterKey: randomBytes(32), name: 'loads', max: 2 });
  for (const name of ['dev', 'prod']) {
    await store.sql`insert into environment (name, title, colour, protected, settings) values (${name}, ${name}, 'teal', false, '{}')`;
  }
});
afterAll(() => store.close());

/** A flow that is live and posts to one connection. */
async function live(environment: string, flow: string, connection: string): Promise<number> {
  const { sql } = store;
  const plan = JSON.stringify({
    steps: [{ node: 'post', config: { connection } }],
    destinations: [{ step: 0, node: 'post', name: `Post of ${flow}` }],
  });
  await sql`insert into flow (id, draft, updated_by) values (${flow}, '{}', 'Ann')`;
  await sql`insert into flow_version (flow_id, version, document, plan, note, author) values (${flow}, 1, '{}', ${plan}, '', 'Ann')`;
  const [made] = await sql<{ id: number }[]>`
    insert into deployment (environment_id, flow_id, version, changed_by)
    select id, ${flow}, 1, 'Ann' from environment where name = ${environment} returning id`;
  await sql`insert into pin (deployment_id, version, tables, destinations) values (${made!.id}, 1, '[]', ${['post']})`;
  return made!.id;
}

const thisMinute = Math.floor(Date.now() / 60_000);

/** So many deliveries in the minute that began so long ago. */
async function delivered(deployment: number, count: number, minutesAgo: number): Promise<void> {
  const at = new Date((thisMinute - minutesAgo) * 60_000 + 1_000);
  for (let i = 0; i < count; i++) {
    const run = newId(at.getTime());
    await store.sql`insert into run (id, message_id, deployment_id, pin_id, state, open, stopped)
      select ${run}, ${run}, ${deployment}, id, 'done', 0, 0 from pin where deployment_id = ${deployment}`;
    await store.sql`insert into delivery (run_id, node, message_id, key, attempts, status, reference, sealed, first_at, at)
      values (${run}, 'post', ${run}, ${run}, 1, '200', null, '\\x00', ${at.toISOString()}, ${at.toISOString()})`;
  }
}

it('says what a partner took in its busiest minute, from whatever flow of the environment', async () => {
  const one = await live('dev', 'one', 'erp');
  const two = await live('dev', 'two', 'erp');
  const other = await live('dev', 'other', 'billing');
  const elsewhere = await live('prod', 'elsewhere', 'erp');
  await delivered(one, 3, 10);
  await delivered(two, 4, 10);
  await delivered(two, 5, 5);
  await delivered(two, 9, 90);
  await delivered(elsewhere, 20, 10);
  const run = newId();
  await store.sql`insert into run (id, message_id, deployment_id, pin_id, state, open, stopped)
    select ${run}, ${run}, ${two}, id, 'running', 1, 0 from pin where deployment_id = ${two}`;
  await store.sql`insert into attempt (run_id, node, number, code, class, sentence, began_at)
    values (${run}, 'post', 1, 'http_429', 'rate-limited', 'It asks to wait.', now())`;
  expect(await destinationLoads(store, [one, other])).toMatchObject([
    { deployment: one, name: 'Post of one', partner: 'erp', perMinute: 7, limited: 1, gate: null },
    { deployment: other, partner: 'billing', perMinute: null, limited: 0 },
  ]);
});
