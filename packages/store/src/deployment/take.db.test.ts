import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { openStore, type Store } from '../client.ts';
import { archiveFlow } from '../draft/archive.ts';
import { inTransaction } from '../tx.ts';
import { deploy } from './deploy.ts';
import { listLive } from './live.ts';
import { setTaking } from './take.ts';

let store: Store;

beforeAll(async () => {
  const { url } = await createDatabase();
  store = await openStore({ url, masterKey: randomBytes(32), name: 'taking test', max: 2 });
});
afterAll(() => store.close());

const plan = JSON.stringify({ name: 'F', triggers: [], steps: [], destinations: [], tables: [] });
const set = (taking: boolean, flow = 'f') =>
  inTransaction(store, (tx) => setTaking(tx, { environment: 'dev', flow, taking, by: 'Ann' }));
const live = async () => (await listLive(store)).map(({ flow, version }) => `${flow} ${version}`);

it('stops a flow and lets it take messages again on the version it had; a stopped one can be archived', async () => {
  const { sql } = store;
  await sql`insert into environment (name, title, colour) values ('dev', 'Dev', 'teal')`;
  await sql`insert into flow (id, draft, updated_by) values ('f', '{}', 'Ann')`;
  await sql`
    insert into flow_version (flow_id, version, document, plan, note, author)
    values ('f', 1, '{}', ${plan}, '', 'Ann'), ('f', 2, '{}', ${plan}, '', 'Ann')`;
  await expect(set(false)).rejects.toMatchObject({ code: 'not_found' });
  await deploy(store, { environment: 'dev', flow: 'f', version: 1, by: 'Ann' });
  expect(await set(false)).toBe(1);
  expect(await live()).toEqual([]);
  expect(await set(true)).toBe(1);
  expect(await live()).toEqual(['f 1']);
  await expect(inTransaction(store, (tx) => archiveFlow(tx, 'f'))).rejects.toMatchObject({ code: 'flow_live' });
  await set(false);
  await sql`
    insert into quarantine (id, deployment_id, run_id, message_id, pin_id, step, node, code, class, sentence, reach, lane_id, seq, sub,
      attempts, parks)
    select gen_random_uuid(), id, gen_random_uuid(), gen_random_uuid(), 1, 0, 'n', 'x', 'data', '', 0, 1, 1, 0, 1, false from deployment`;
  await expect(inTransaction(store, (tx) => archiveFlow(tx, 'f'))).rejects.toMatchObject({ code: 'flow_unfinished' });
  await sql`update quarantine set state = 'discarded'`;
  await inTransaction(store, (tx) => archiveFlow(tx, 'f'));
  await expect(set(true)).rejects.toMatchObject({ code: 'not_found' });
});
