import { randomBytes } from 'node:crypto';
import { type Served, serve } from '@throughline/server/serve';
import { putSecret, type QuarantineItem, system } from '@throughline/store';
import { afterAll, beforeAll, expect } from 'vitest';
import { until } from '../support/stage.ts';
import { type Arena, openArena } from './arena.ts';
import { holds } from './canaries.ts';
import { attack } from './case.ts';
import { type Office, openOffice } from './office.ts';

/* SECURITY.md L05: the master key changed under load, lost, wrong; sealed rows moved, and put back from an old backup. */
const next = randomBytes(32);
let arena: Arena;
let office: Office;
beforeAll(async () => {
  // Every process knows both first; the office is the first to which the new one is the one that wraps.
  arena = await openArena({ formerKeys: [next] });
  office = await openOffice(arena, { masterKey: next, formerKeys: [arena.stage.masterKey] });
  const { secret } = arena.canaries;
  arena.partner.answer = ({ headers }, res, commit) => {
    const isOurs = headers.authorization === `Bearer ${secret}`;
    if (isOurs) commit();
    res.writeHead(isOurs ? 200 : 401, { 'content-type': 'application/json' }).end('{}');
  };
}, 180_000);
afterAll(async () => {
  await office.close();
  await arena.close();
});
const here = () => arena;

interface KeyUse {
  id: string;
  primary: boolean;
  dataKeys: number;
  secrets: number;
}

async function keys(): Promise<KeyUse[]> {
  const { body } = await office.ask('GET', '/keys', { cookie: office.admin });
  return body['keys'] as unknown as KeyUse[];
}

/** A server with these master keys and no others; refused, what it says. */
async function started(masterKey: Buffer, formerKeys: Buffer[] = []): Promise<Served | string> {
  const { stage } = arena;
  return serve({
    ...{ databaseUrl: stage.databaseUrl, dataFolder: stage.dataFolder, masterKey, formerKeys },
    ...{ host: '127.0.0.1', port: 0, mllpPort: 0, roles: ['intake', 'worker'], demo: false, log: () => {} },
  }).catch((error: Error) => error.message);
}

attack('L05', 'the master key is changed under load: no message and no secret fails', here, async () => {
  const { sql } = arena.stage.store;
  await sql`create table backup as select * from secret`;
  const flow = await arena.flow([]);
  let isDone = false;
  const statuses: number[] = [];
  const sending = (async () => {
    while (!isDone) statuses.push((await arena.post(flow, { n: statuses.length })).status);
  })();
  await until(() => statuses.length > 5);
  const wrapped = await office.ask('POST', '/keys/rewrap', { cookie: office.admin });
  expect(Number(wrapped.body['rewrapped'])).toBeGreaterThan(2);
  // A secret is set anew while its connection is in use, and what wraps it is the new key at once.
  for (let i = 0; i < 5; i++) {
    await putSecret(arena.stage.store, system('test'), {
      environment: 'dev',
      name: 'other',
      value: `value ${i} of it`,
    });
    await office.ask('POST', '/keys/rewrap', { cookie: office.admin });
  }
  const [left] = (await keys()).filter(({ primary }) => !primary);
  expect(left).toMatchObject({ dataKeys: 0, secrets: 0 });
  const seen = statuses.length;
  await until(() => statuses.length > seen + 20);
  isDone = true;
  await sending;
  expect(new Set(statuses)).toEqual(new Set([202]));
  await until(async () => (await arena.stage.ledger(flow))['send']?.delivered === statuses.length, 30);
  expect(await arena.stage.ledger(flow)).toMatchObject({ send: { quarantined: 0, inFlight: 0 } });
  expect(arena.partner.effects.size).toBe(statuses.length);
});

attack(
  'L05',
  'a key that is wrong, too short or put away too early: it does not start, and says why',
  here,
  async () => {
    const wrong = await started(randomBytes(32));
    expect(wrong).toMatch(/^This database is sealed with the master key [0-9a-f]{12}, which is not among those given/);
    expect(await started(randomBytes(16))).toBe('The master key must be 32 bytes.');
    expect(await started(arena.stage.masterKey)).toMatch(/^This database is sealed with the master key/);
    for (const { id } of await keys()) expect(id).toMatch(/^[0-9a-f]{12}$/);
  },
);

attack('L05', 'a secret pasted over another one opens nothing, and nothing is sent', here, async (_, leaks) => {
  const { sql } = arena.stage.store;
  const [kept] = await sql`select wrapped, sealed from secret where name = 'partner/token'`;
  await sql`
    update secret p set wrapped = o.wrapped, sealed = o.sealed, kek = o.kek from secret o
    where p.name = 'partner/token' and o.name = 'other'`;
  const flow = await arena.flow([]);
  // The worker keeps what it read for a burst of deliveries.
  let [stop, before]: [QuarantineItem | null, number] = [null, 0];
  await until(async () => {
    before = arena.partner.arrivals.length;
    ({ stop } = await arena.fate(flow, { n: 1 }));
    return stop !== null;
  }, 20);
  leaks.push(JSON.stringify(stop));
  expect(stop).toMatchObject({ code: 'secret_unreadable', class: 'unavailable' });
  expect(arena.partner.arrivals.length).toBe(before);
  await sql`update secret set wrapped = ${kept!['wrapped']}, sealed = ${kept!['sealed']} where name = 'partner/token'`;
});

attack(
  'L05',
  'a backup of before the change, under a key that was put away: it does not start',
  here,
  async (_, leaks) => {
    const { sql } = arena.stage.store;
    const flow = await arena.flow([]);
    const now = await sql`select kek from secret where name = 'partner/token'`;
    await sql`
    update secret s set kek = b.kek, wrapped = b.wrapped, sealed = b.sealed, version = b.version from backup b
    where s.name = b.name and s.environment_id = b.environment_id and s.name = 'partner/token'`;
    expect(await sql`select kek from secret where name = 'partner/token'`).not.toEqual(now);
    await arena.stop();
    const alone = await started(next);
    leaks.push(String(alone));
    expect(alone).toMatch(/^This database is sealed with the master key [0-9a-f]{12}, which is not among those given/);
    const before = arena.partner.arrivals.length;
    // With the old key at hand again it opens: a backup is worth something as long as its key is kept.
    const withBoth = await started(next, [arena.stage.masterKey]);
    if (typeof withBoth === 'string') throw new Error(withBoth);
    await fetch(`${withBoth.url}/in/dev/${flow}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"n":1}',
    });
    await until(() => arena.partner.arrivals.length > before, 30);
    expect(arena.partner.arrivals.at(-1)!.headers.authorization).toBe(`Bearer ${arena.canaries.secret}`);
    await withBoth.close();
    for (const text of leaks) expect(holds(text, arena.canaries.secret)).toBe(false);
  },
);
