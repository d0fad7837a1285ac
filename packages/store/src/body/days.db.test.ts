import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { connect } from '../client.ts';
import { openKeyRing } from './keys.ts';

const master = randomBytes(32);
let url: string;

beforeAll(async () => {
  ({ url } = await createDatabase());
});

const connections: ReturnType<typeof connect>[] = [];
afterAll(async () => {
  for (const sql of connections) await sql.end();
});

/** A connection on which it is so many days later. */
async function later(days: number) {
  const sql = connect(url, 'day test', 1);
  connections.push(sql);
  await sql.unsafe(`
    create schema if not exists day_${days};
    create or replace function day_${days}.now() returns timestamptz language sql as
      $$ select pg_catalog.now() + interval '${days} days' $$;
    set search_path = throughline, day_${days}, pg_catalog`);
  return sql;
}

it('opens what another process sealed after midnight, before it has looked again', async () => {
  const yesterday = await openKeyRing(await later(0), [master]);
  const today = await openKeyRing(await later(1), [master]);
  const sealed = today.seal(Buffer.from('after midnight'), 'message:1');
  expect(yesterday.open(sealed, 'message:1').toString()).toBe('after midnight');
});
