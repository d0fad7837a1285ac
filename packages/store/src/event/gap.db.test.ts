import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { openStore, type Store } from '../client.ts';
import { inTransaction } from '../tx.ts';
import { announce } from './announce.ts';
import { listenToEvents } from './listen.ts';

let store: Store;

beforeAll(async () => {
  const { url } = await createDatabase();
  store = await openStore({ url, masterKey: randomBytes(32), name: 'events test', max: 2 });
});
afterAll(() => store.close());

it('hears again after its connection was lost, once or many times at once, and says that something may have been missed', async () => {
  const heard: string[] = [];
  let gaps = 0;
  const stop = await listenToEvents(store, {
    onEvent: ({ id }) => void heard.push(String(id)),
    onGap: () => void gaps++,
  });
  for (let loss = 1; loss <= 40; loss++) {
    await store.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ilike 'listen%' and pid <> pg_backend_pid()`;
    if (loss % 4 !== 0) {
      await new Promise((resolve) => setTimeout(resolve, (loss * 7) % 30));
      continue;
    }
    const before = gaps;
    const end = Date.now() + 10_000;
    while (gaps === before && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
    await inTransaction(store, (tx) => announce(tx, 'drafts', String(loss)));
    while (!heard.includes(String(loss)) && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(heard).toContain(String(loss));
  }
  await stop();
}, 120_000);
