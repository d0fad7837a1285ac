import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { createRuns } from '../runs.ts';
import { CONTEXT, reachOf } from '../trial/delivery.ts';
import { closedPort, listenAsCanary, listenRaw } from '../trial/server.ts';

const runs = createRuns();
const name = `flow_${randomBytes(4).toString('hex')}`;
const password = randomBytes(12).toString('hex');
let admin: postgres.Sql;
let at: { host: string; port: number; database: string; username: string };
let master: { username: string; password: string };
beforeAll(async () => {
  const { url } = await createDatabase();
  const place = new URL(url);
  at = { host: place.hostname, port: Number(place.port || 5432), database: place.pathname.slice(1), username: name };
  master = { username: decodeURIComponent(place.username), password: decodeURIComponent(place.password) };
  admin = postgres(url, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create role ${name} login password '${password}'`);
});
afterAll(async () => {
  await admin.unsafe(`drop owned by ${name}; drop role ${name}`);
  await admin.end();
  await runs.close();
});

const plain = { tls: false };

function tried(settings: object, secrets: Record<string, string>, more: object = {}, reach = reachOf()) {
  const whole = { ...at, ...settings };
  return runs.tryConnection({ name: 'materials', type: 'sql', settings: whole, secrets, ...more }, reach, CONTEXT);
}

describe('a connection to a database', () => {
  it('signs in, and says what was refused', async () => {
    const result = await tried(plain, { password });
    expect(result).toMatchObject({ ok: true, code: 'signed_in', sentence: expect.stringMatching(/^PostgreSQL \d+/) });
    const wrong = await tried(plain, { password: 'another password' });
    expect(wrong).toMatchObject({ ok: false, code: 'sign_in_refused' });
    expect(JSON.stringify(wrong)).not.toContain('another password');
    expect(await tried({ ...plain, database: 'nowhere' }, { password })).toMatchObject({ code: 'database_missing' });
  });

  it('never goes on without TLS where TLS is asked for', async () => {
    const result = await tried({ tls: true }, { password });
    expect(result).toMatchObject({
      ok: false,
      code: expect.stringMatching(/^(tls_failed|connect_lost|connect_failed)$/),
    });
  });

  it('O04: refuses a superuser, and whoever may look into our own house', async () => {
    const strong = await tried({ ...plain, username: master.username }, { password: master.password });
    expect(strong).toMatchObject({ ok: false, code: 'user_too_strong' });
    await admin.unsafe(`grant usage on schema throughline to ${name}`);
    expect(await tried(plain, { password })).toMatchObject({ ok: false, code: 'own_database' });
    await admin.unsafe(`revoke usage on schema throughline from ${name}`);
    expect(await tried(plain, { password })).toMatchObject({ ok: true });
  });

  it('R05: reaches nothing inside the house without a rule, and no host its secrets are not bound to', async () => {
    const canary = await listenAsCanary();
    const aimed = { ...plain, host: '127.0.0.1', port: canary.port };
    const blocked = await tried(aimed, { password }, {}, reachOf({ allow: [] }));
    expect(blocked).toMatchObject({ ok: false, code: 'egress_blocked' });
    const elsewhere = await tried(aimed, { password }, { bound: ['db.example:5432'] });
    expect(elsewhere).toMatchObject({ ok: false, code: 'connection_host_mismatch' });
    expect(canary.connections).toHaveLength(0);
    await canary.close();
  });

  it('says what it met where nothing speaks PostgreSQL', async () => {
    const closed = { ...plain, host: '127.0.0.1', port: await closedPort() };
    expect(await tried(closed, { password })).toMatchObject({ ok: false, code: 'connect_refused' });
    const place = await listenRaw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const other = { ...plain, host: '127.0.0.1', port: place.port };
    expect(await tried(other, { password })).toMatchObject({ ok: false });
    await place.close();
  });
});
