import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../test/support/postgres.ts';
import { connect, type Sql } from './client.ts';

let sql: Sql;

beforeAll(async () => {
  sql = connect((await createDatabase()).url, 'arrays test', 1);
});
afterAll(() => sql.end());

it('brings every kind of array there and back', async () => {
  const texts = ['plain', '', 'NULL', 'a,b', '{x}', '"quoted"', 'back\\slash', 'zwei\nZeilen', 'häü 💊', null];
  const id = '0193c1f0-0000-7000-8000-000000000001';
  const at = new Date('2026-11-25T10:20:30.123Z');
  const [row] = await sql`
    select ${texts}::text[] as texts, ${[]}::text[] as nothing, ${[1, -2, null]}::integer[] as numbers, ${[7]}::smallint[] as small,
      ${['9007199254740993']}::bigint[] as large, ${[1.5]}::double precision[] as doubles, ${[id]}::uuid[] as ids,
      ${[at.toISOString()]}::timestamptz[] as times, array[true, false, null] as flags, array['{"a": [1, "x,y"]}'::jsonb] as trees,
      ${['pg_catalog']}::name[] as names, ${['1.50']}::numeric[] as exact, array['\\x00ff'::bytea] as bytes`;
  expect(row).toEqual({
    ...{
      texts,
      nothing: [],
      numbers: [1, -2, null],
      small: [7],
      large: ['9007199254740993'],
      doubles: [1.5],
      ids: [id],
    },
    ...{ times: [at], flags: [true, false, null], trees: [{ a: [1, 'x,y'] }] },
    ...{ names: ['pg_catalog'], exact: ['1.50'], bytes: [Buffer.from('00ff', 'hex')] },
  });
});
