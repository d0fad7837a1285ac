import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { putConnection, system } from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Destination, openDestination } from '../support/destination.ts';
import { flowOf, node, openStage, type Stage, until } from '../support/stage.ts';

const VALUE = 'a token that only the vault has';

/** Speaks the part of Vault's KV version 2 that is asked for, while it is not sealed. */
let vault: Server;
let isSealed = true;
const asked: string[] = [];
let partner: Destination;
let stage: Stage;
beforeAll(async () => {
  vault = createServer((req, res) => {
    asked.push(`${req.url} ${req.headers['x-vault-token']}`);
    const body = isSealed
      ? { errors: ['Vault is sealed'] }
      : { data: { data: { token: VALUE }, metadata: { version: 1 } } };
    res.writeHead(isSealed ? 503 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((ready) => vault.listen(0, '127.0.0.1', ready));
  const address = `http://127.0.0.1:${(vault.address() as AddressInfo).port}`;
  partner = await openDestination();
  stage = await openStage(undefined, { vault: { address, token: 'ours' } });
});
afterAll(async () => {
  await stage.close();
  await partner.close();
  await new Promise((done) => vault.close(done));
});

describe('a secret that a vault keeps', () => {
  it('is fetched to be sent: sealed, messages wait; open, they go, and it is kept nowhere of ours', async () => {
    await putConnection(stage.store, system('test'), {
      ...{ environment: 'dev', name: 'erp', type: 'http', settings: { baseUrl: partner.url, auth: 'bearer' } },
      hosts: [new URL(partner.url).host],
      secrets: { token: { vault: 'kv/hospital/erp#token' } },
    });
    // The partner says what it was shown: that must not be kept either.
    partner.answer = ({ headers }, res, commit) => {
      commit();
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ seen: headers.authorization }));
    };
    const retry = { firstS: 0.2, maxS: 1, budgetS: 3600 };
    const nodes = [
      node('in', 'trigger.http', { path: 'vaulted' }),
      node('send', 'connector.http', { connection: 'erp', url: '/at', retry }),
    ];
    await stage.live(flowOf('vaulted', nodes, ['in>send']));
    expect((await stage.send('vaulted', { n: 1 })).status).toBe(202);
    await until(() => asked.length > 1);
    expect(asked[0]).toBe('/v1/kv/data/hospital/erp ours');
    expect(partner.arrivals).toEqual([]);
    expect((await stage.ledger('vaulted'))['send']).toMatchObject({ inFlight: 1, quarantined: 0 });
    isSealed = false;
    await until(() => partner.arrivals.length === 1, 30);
    expect(partner.arrivals[0]!.headers.authorization).toBe(`Bearer ${VALUE}`);
    await until(async () => (await stage.ledger('vaulted'))['send']?.delivered === 1);
    const { sql } = stage.store;
    const tables = await sql<{ name: string }[]>`
      select tablename as name from pg_tables where schemaname in ('throughline', 'graphile_worker')`;
    for (const { name } of tables) {
      const schema = (await sql`select 1 from pg_tables where schemaname = 'throughline' and tablename = ${name}`)
        .length;
      const from = sql(schema === 1 ? `throughline.${name}` : `graphile_worker.${name}`);
      const [found] = await sql<
        { n: number }[]
      >`select count(*)::int as n from ${from} t where t::text like ${`%${VALUE}%`}`;
      expect([name, found!.n]).toEqual([name, 0]);
    }
  });
});
