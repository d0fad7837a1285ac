import { connect as connectTcp, createServer } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Connection } from '@throughline/engine';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { validNow } from '../../../../../test/support/certificate.ts';
import { createDatabase, openSql } from '../../../../../test/support/postgres.ts';
import { createRuns } from '../../runs.ts';
import { CONTEXT, deliveryOf, errorOf, reachOf } from '../../trial/delivery.ts';
import { closedPort, listen, listenAsCanary, listenBetween, listenRaw, type Place } from '../../trial/server.ts';
import { type Behaviour, type Destination, putThroughCases } from '../cases.ts';

const runs = createRuns();
const run = runs.effect.get('connector.sql')!;
/** A role that owns nothing and may do nothing but what it is told; none where another server was given. */
const { application } = inject('database');
const role = application === null ? null : new URL(application);
const user = decodeURIComponent(role?.username ?? '');
const password = decodeURIComponent(role?.password ?? '');
let admin: ReturnType<typeof openSql>;
let at: { host: string; port: number; database: string; username: string; tls: boolean };
let owner: { username: string; password: string };
beforeAll(async () => {
  const { url } = await createDatabase();
  const place = new URL(url);
  const [host, port] = [place.hostname, Number(place.port || 5432)];
  at = { host, port, database: place.pathname.slice(1), username: user, tls: false };
  owner = { username: decodeURIComponent(place.username), password: decodeURIComponent(place.password) };
  admin = openSql(url);
  if (role === null) return;
  await admin.unsafe(`
    create table public.usage (id text primary key, item text not null, quantity numeric, used date, open boolean, more jsonb);
    grant select, insert, update on public.usage to ${user}`);
});
beforeEach(async ({ skip }) => {
  if (role === null) skip('the server that was given has no role that owns nothing');
  await admin.unsafe('truncate public.usage');
});
afterAll(async () => {
  await runs.close();
  await admin.end();
});

const connectionAt = (more: object = {}, name = 'stock'): Connection => ({
  ...{ name, type: 'sql', settings: { ...at, ...more }, secrets: { password } },
});

describe('a connection to a database', () => {
  const tried = (settings: object, secrets: Record<string, string>, more: object = {}, reach = reachOf()) =>
    runs.tryConnection({ ...connectionAt(settings), secrets, ...more }, reach, CONTEXT);

  it('signs in, and says what was refused', async () => {
    const result = await tried({}, { password });
    expect(result).toMatchObject({ ok: true, code: 'signed_in', sentence: expect.stringMatching(/^PostgreSQL \d+/) });
    const wrong = await tried({}, { password: 'another password' });
    expect(wrong).toMatchObject({ ok: false, code: 'sign_in_refused' });
    expect(JSON.stringify(wrong)).not.toContain('another password');
    expect(await tried({ database: 'nowhere' }, { password })).toMatchObject({ code: 'database_missing' });
  });

  it('never goes on without TLS where TLS is asked for', async () => {
    expect(await tried({ tls: true }, { password })).toMatchObject({ ok: false, code: 'tls_refused' });
  });

  it('trusts whom it was told to over TLS, and nothing that is said before it', async () => {
    const own = validNow();
    const place = await overTls(own);
    const settings = { host: 'localhost', port: place.port, tls: true };
    const reach = reachOf({
      allow: ['localhost', '::1/128', '127.0.0.0/8'].map((to) => ({ to, ports: 'any', reason: 'test' })),
    });
    const trusting = await tried({ ...settings, ca: own.cert }, { password }, {}, reach);
    expect(trusting).toMatchObject({ ok: true, code: 'signed_in' });
    expect(await tried({ ...settings, ca: validNow().cert }, { password }, {}, reach)).toMatchObject({
      code: 'tls_failed',
    });
    expect(await tried(settings, { password }, {}, reach)).toMatchObject({ ok: false, code: 'tls_failed' });
    await place.close();
    const eager = await listenRaw((socket) => socket.write('Sinjected'));
    const injected = await tried({ ...settings, host: '127.0.0.1', port: eager.port }, { password });
    expect(injected).toMatchObject({ ok: false, code: 'tls_refused' });
    await eager.close();
  });

  it('O04: refuses a user who may do much there, and whoever may look into our own house', async () => {
    const strong = await tried({ username: owner.username }, { password: owner.password });
    expect(strong).toMatchObject({ ok: false, code: 'user_too_strong' });
    await admin.unsafe(`grant usage on schema throughline to ${user}`);
    expect(await tried({}, { password })).toMatchObject({ ok: false, code: 'own_database' });
    await admin.unsafe(`revoke usage on schema throughline from ${user}`);
    expect(await tried({}, { password })).toMatchObject({ ok: true });
  });

  it('goes to no host its secrets are not bound to', async () => {
    const canary = await listenAsCanary();
    const aimed = { host: '127.0.0.1', port: canary.port };
    const elsewhere = await tried(aimed, { password }, { bound: ['db.example:5432'] });
    expect(elsewhere).toMatchObject({ ok: false, code: 'connection_host_mismatch' });
    expect(canary.connections).toHaveLength(0);
    await canary.close();
  });

  it('says what it met where nothing speaks PostgreSQL', async () => {
    const closed = { host: '127.0.0.1', port: await closedPort() };
    expect(await tried(closed, { password })).toMatchObject({ ok: false, code: 'connect_refused' });
    const place = await listenRaw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const other = await tried({ host: '127.0.0.1', port: place.port }, { password });
    expect(other).toMatchObject({ ok: false, code: 'connect_lost' });
    await place.close();
  });
});

/** Our PostgreSQL behind a place that speaks TLS as one that was set up for it does. */
async function overTls({ cert, key }: { cert: string; key: string }): Promise<Place> {
  return listen(
    createServer((client) => {
      client.once('data', () => {
        client.write('S');
        const secured = new TLSSocket(client, { isServer: true, cert, key });
        const upstream = connectTcp(at.port, at.host);
        for (const one of [secured, upstream]) one.on('error', () => {});
        secured.pipe(upstream).pipe(secured);
        client.on('close', () => upstream.destroy());
      });
    }),
  );
}

const INSERT = 'insert into public.usage (id, item) values (:deliveryKey, :item) on conflict (id) do nothing';
const base = { connection: 'stock', statement: INSERT, parameters: { item: '00123' }, atLeast: 0 };

/** The answer to this is kept back. */
const isCommit = (sent: Buffer) => sent.toString('latin1').toLowerCase().includes('commit');

putThroughCases({
  type: 'connector.sql',
  run: (delivery) => run({ ...delivery, settings: { ...base, ...delivery.settings } }),
  async destination(behaviour: Behaviour): Promise<Destination> {
    const settings: Record<string, unknown> = { timeoutS: 1 };
    let place: Place | null = null;
    let connection = connectionAt();
    if (behaviour === 'is down') connection = connectionAt({ host: '127.0.0.1', port: await closedPort() });
    if (behaviour === 'refuses') settings['parameters'] = { item: null };
    if (behaviour === 'answers without end') {
      settings['timeoutS'] = 30;
      settings['statement'] = "select n, repeat('x', 100) from generate_series(1, 200000) n";
    }
    if (behaviour === 'acts and never answers') {
      place = await listenBetween(at, isCommit);
      connection = connectionAt({ host: '127.0.0.1', port: place.port });
    }
    const seen: string[] = [];
    const refresh = async () =>
      seen.push(...(await admin`select id from public.usage`).map((row) => String(row['id'])));
    return {
      settings,
      connections: [connection],
      keys: () => seen,
      settle: refresh,
      close: async () => {
        await place?.close();
      },
    };
  },
  aimAt: null,
  skip: { 'a busy destination is class rate-limited, with its delay': 'PostgreSQL has no answer that names a delay' },
});

const send = (settings: Record<string, unknown>, more = {}) => {
  const reach = reachOf({ connections: [connectionAt()] });
  return run(deliveryOf({ ...base, ...settings }, { reach, ...more }));
};

describe('a statement', () => {
  it('writes values as they were, and gives back its rows', async () => {
    const statement = `insert into public.usage (id, item, quantity, used, open, more)
      values (:deliveryKey, :item, :quantity, :used, :open, :more) returning id, quantity, used, open, more`;
    const parameters = {
      ...{ item: "O'Neill'); drop table public.usage; --", quantity: '12345678901234567890.12' },
      ...{ used: '2026-03-02', open: false, more: { a: [1, 'ü'] } },
    };
    const receipt = await send({ statement, parameters, atLeast: 1 });
    expect(JSON.parse(receipt.answer)).toEqual({
      count: 1,
      rows: [
        {
          id: 'd41f2c9be0',
          quantity: '12345678901234567890.12',
          used: '2026-03-02',
          open: false,
          more: { a: [1, 'ü'] },
        },
      ],
    });
    const [row] = await admin`select item, quantity::text as quantity, used::text as used from public.usage`;
    expect(row).toEqual({ item: parameters.item, quantity: '12345678901234567890.12', used: '2026-03-02' });
  });

  it('that touches too few rows changes nothing', async () => {
    const statement = "update public.usage set item = 'x' where id = :id";
    const error = await errorOf(send({ statement, parameters: { id: 'none' }, atLeast: 1 }));
    expect(error).toMatchObject({ code: 'rows_missing', class: 'rejected', path: 'atLeast' });
    await send({});
    const two = "insert into public.usage (id, item) select 'n' || n, 'x' from generate_series(1, 2) n";
    expect(await errorOf(send({ statement: two, parameters: {}, atLeast: 3 }))).toMatchObject({ code: 'rows_missing' });
    expect((await admin`select 1 from public.usage`).length).toBe(1);
  });

  it('that the database refuses is named by its state and rule, never by a value', async () => {
    await send({});
    const statement = 'insert into public.usage (id, item) values (:deliveryKey, :item)';
    const twice = await errorOf(send({ statement, parameters: { item: 'ZZCANARY' } }));
    expect(twice).toMatchObject({
      code: 'sql_23505',
      class: 'rejected',
      sentence: 'The database refused with the SQL state 23505, constraint usage_pkey.',
    });
    expect(await errorOf(send({ statement: 'select * from throughline.audit', parameters: {} }))).toMatchObject({
      code: 'sql_42501',
    });
    const stacked = { statement: 'select 1; drop table public.usage', parameters: {} };
    expect(await errorOf(send(stacked))).toMatchObject({ code: 'sql_42601', class: 'rejected' });
    expect((await admin`select 1 from public.usage`).length).toBe(1);
  });

  it('keeps the message, with the answer in it where it has a place', async () => {
    const reply = { becomes: 'message', into: 'stock' };
    const receipt = await send({ statement: 'select 7 as on_hand', parameters: {}, reply });
    expect(JSON.parse(receipt.answer)).toMatchObject({
      purchaseOrder: 'PO-7781',
      stock: { count: 1, rows: [{ on_hand: 7 }] },
    });
  });
});
