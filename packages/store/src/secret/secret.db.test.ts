import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { openStore, type Store } from '../client.ts';
import { loadConnection } from '../connection/load.ts';
import { putConnection } from '../connection/save.ts';
import { saveEnvironment } from '../environment/save.ts';
import { system } from '../identity/principal.ts';
import { readSecret } from './read.ts';
import { readKeyUse, rewrapKeys } from './rewrap.ts';
import { putSecret } from './save.ts';

const by = system('test');
const first = randomBytes(32);
const second = randomBytes(32);
const VALUE = 'CANARY-secret-value-1';
let url: string;
let store: Store;
const opened: Store[] = [];

async function open(masterKey: Buffer, formerKeys: Buffer[] = []): Promise<Store> {
  const one = await openStore({ url, masterKey, formerKeys, name: 'secret test', max: 3 });
  opened.push(one);
  return one;
}

beforeAll(async () => {
  ({ url } = await createDatabase());
  store = await open(first);
  for (const name of ['dev', 'prod']) {
    await saveEnvironment(store, { name, title: name, colour: 'teal', protected: false, settings: {} });
  }
});
afterAll(async () => {
  for (const one of opened) await one.close();
});

describe('a secret', () => {
  it('comes back to the worker, and nothing of it stands in the database', async () => {
    await putSecret(store, by, { environment: 'dev', name: 'scanner-key', value: VALUE });
    expect(await readSecret(store, 'dev', 'scanner-key')).toBe(VALUE);
    expect(await readSecret(store, 'prod', 'scanner-key')).toBeNull();
    const rows = await store.sql`select row_to_json(s)::text as all from secret s`;
    const text = JSON.stringify([...rows]);
    for (const form of [VALUE, Buffer.from(VALUE).toString('base64'), Buffer.from(VALUE).toString('hex')]) {
      expect(text).not.toContain(form);
    }
    const audit = await store.sql`select row_to_json(a)::text as all from audit a`;
    expect(JSON.stringify([...audit])).not.toContain(VALUE);
  });

  it('pasted into another row, name, version or environment does not open (L05)', async () => {
    await putSecret(store, by, { environment: 'dev', name: 'other', value: 'another value' });
    await store.sql`
      update secret o set wrapped = s.wrapped, sealed = s.sealed from secret s where o.name = 'other' and s.name = 'scanner-key'`;
    await expect(readSecret(store, 'dev', 'other')).rejects.toMatchObject({ code: 'secret_unreadable' });
    await store.sql`update secret set environment_id = (select id from environment where name = 'prod') where name = 'other'`;
    await expect(readSecret(store, 'prod', 'other')).rejects.toMatchObject({ code: 'secret_unreadable' });
    await store.sql`delete from secret where name = 'other'`;
    await store.sql`update secret set version = version + 1 where name = 'scanner-key'`;
    await expect(readSecret(store, 'dev', 'scanner-key')).rejects.toMatchObject({ code: 'secret_unreadable' });
    await store.sql`update secret set version = version - 1 where name = 'scanner-key'`;
  });
});

describe('the secrets of a connection', () => {
  const erp = {
    environment: 'dev',
    name: 'erp',
    type: 'http',
    settings: { baseUrl: 'https://erp.example', auth: 'bearer' },
    hosts: ['erp.example'],
  };

  it('stay when it is changed, and are asked for again when it leads elsewhere (Z05)', async () => {
    await putConnection(store, by, { ...erp, secrets: { token: VALUE } });
    await putConnection(store, by, { ...erp, settings: { ...erp.settings, probe: 'health' } });
    const [{ id } = { id: 0 }] = await store.sql<{ id: number }[]>`select id from environment where name = 'dev'`;
    expect(await loadConnection(store, id, 'erp')).toMatchObject({ secrets: { token: VALUE }, bound: ['erp.example'] });
    const led = { ...erp, settings: { ...erp.settings, baseUrl: 'https://thief.example' }, hosts: ['thief.example'] };
    await expect(putConnection(store, by, led)).rejects.toMatchObject({ code: 'secret_host_changed' });
    expect(await loadConnection(store, id, 'erp')).toMatchObject({ settings: { baseUrl: 'https://erp.example' } });
    await putConnection(store, by, { ...led, secrets: { token: 'entered again' } });
    expect(await loadConnection(store, id, 'erp')).toMatchObject({
      secrets: { token: 'entered again' },
      bound: ['thief.example'],
    });
  });

  it('led to other hosts by SQL do not open', async () => {
    await store.sql`update secret set hosts = '{evil.example}' where name = 'erp/token'`;
    const [{ id } = { id: 0 }] = await store.sql<{ id: number }[]>`select id from environment where name = 'dev'`;
    await expect(loadConnection(store, id, 'erp')).rejects.toMatchObject({ code: 'secret_unreadable' });
    await store.sql`delete from secret where name = 'erp/token'`;
  });
});

describe('the master key', () => {
  it('that is wrong or missing refuses to open in one sentence (L05)', async () => {
    const wrong = open(randomBytes(32));
    await expect(wrong).rejects.toMatchObject({ code: 'master_key_wrong' });
    const sentence = await wrong.catch((error: Error) => error.message);
    expect(sentence).toMatch(
      /^This database is sealed with the master key [0-9a-f]{12}, which is not among those given/,
    );
    expect(sentence).not.toContain('\n');
  });

  it('changes under load without a failure; the old one may go when nothing is left of it (L05)', async () => {
    const blind = store.keys.blind('E-1001');
    const body = store.keys.seal(Buffer.from('a message'), 'message:1');
    // Everybody knows both first, then the new one wraps.
    const both = await open(first, [second]);
    const next = await open(second, [first]);
    let stop = false;
    let reads = 0;
    const reading = (async () => {
      while (!stop) {
        for (const one of [both, next]) {
          expect(await readSecret(one, 'dev', 'scanner-key')).toMatch(/^CANARY/);
          await one.keys.refresh();
          expect(one.keys.open(body, 'message:1').toString()).toBe('a message');
          reads++;
        }
      }
    })();
    for (let i = 0; i < 20; i++)
      await putSecret(both, by, { environment: 'dev', name: 'scanner-key', value: `CANARY-${i}` });
    while ((await readKeyUse(next)).some(({ primary, dataKeys, secrets }) => !primary && dataKeys + secrets > 0)) {
      await rewrapKeys(next, by);
    }
    const seen = reads;
    while (reads < seen + 10) await new Promise((resolve) => setTimeout(resolve, 5));
    stop = true;
    await reading;
    const alone = await open(second);
    expect(await readSecret(alone, 'dev', 'scanner-key')).toBe('CANARY-19');
    expect(alone.keys.open(body, 'message:1').toString()).toBe('a message');
    expect(alone.keys.blind('E-1001')).toBe(blind);
    await expect(open(first)).rejects.toMatchObject({ code: 'master_key_wrong' });
  });
});
