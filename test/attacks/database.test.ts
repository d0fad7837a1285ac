import { saveConnection, saveEnvironment } from '@throughline/store';
import { afterAll, beforeAll, beforeEach, expect, inject } from 'vitest';
import { openSql } from '../support/postgres.ts';
import { flowOf, node, until } from '../support/stage.ts';
import { type Arena, openArena } from './arena.ts';
import { attack } from './case.ts';

/* SECURITY.md O04: what a message says never becomes part of a statement, and no statement sees our own house. */
let arena: Arena;
let owner: ReturnType<typeof openSql>;
/** A role that owns nothing and may do nothing but what it is told; none where another server was given. */
const { application } = inject('database');
const role = application === null ? null : new URL(application);
const user = decodeURIComponent(role?.username ?? '');

beforeAll(async () => {
  arena = await openArena();
  const { stage, partner } = arena;
  owner = openSql(stage.databaseUrl);
  if (role === null) return;
  await owner.unsafe(`
    create table public.stock (item text primary key, quantity numeric not null, note text);
    grant select, insert, update on public.stock to ${user}`);
  const database = new URL(stage.databaseUrl);
  const port = Number(database.port || 5432);
  const ports = [Number(new URL(partner.url).port), port];
  const settings = { egress: [{ to: '127.0.0.1', ports, reason: 'the database of the attacks' }] };
  await saveEnvironment(stage.store, { name: 'dev', title: 'Dev', colour: 'teal', protected: false, settings });
  const at = { host: '127.0.0.1', port, database: database.pathname.slice(1), tls: false };
  for (const [name, username, password] of [
    ['stock', user, decodeURIComponent(role.password)],
    ['owner', decodeURIComponent(database.username), decodeURIComponent(database.password)],
  ] as const) {
    await saveConnection(stage.store, {
      ...{ environment: 'dev', name, type: 'sql', by: 'test', hosts: [`127.0.0.1:${port}`] },
      settings: { ...at, username },
      secrets: { password },
    });
  }
}, 120_000);
beforeEach(({ skip }) => {
  if (role === null) skip('the server that was given has no role that owns nothing');
});
afterAll(async () => {
  await owner.end();
  await arena.close();
});
const here = () => arena;

let count = 0;

/** A live flow that hands its message to a statement; answers its id. */
async function asking(statement: string, parameters: Record<string, string> = {}, connection = 'stock') {
  const flow = `attack-sql-${++count}`;
  const given = Object.fromEntries(Object.entries(parameters).map(([name, expr]) => [name, { expr }]));
  const retry = { firstS: 1, maxS: 1, budgetS: 0 };
  const reply = { becomes: 'answer' };
  const ask = node('ask', 'connector.sql', { connection, statement, parameters: given, atLeast: 0, retry, reply });
  const send = node('send', 'connector.http', { connection: 'partner', url: `/${flow}` });
  const nodes = [node('in', 'trigger.http', { path: flow }), ask, send];
  await arena.live(flowOf(flow, nodes, ['in>ask', 'ask>send']));
  return flow;
}

/** The worker hears of new rules within two seconds. */
async function fateOf(flow: string, message: unknown) {
  let fate = await arena.fate(flow, message);
  await until(async () => {
    if (fate.stop?.code !== 'egress_blocked') return true;
    fate = await arena.fate(flow, message);
    return false;
  }, 20);
  return fate;
}

const VALUES = [
  "x'); drop table public.stock; --",
  "' or '1'='1",
  '"; delete from public.stock; --',
  '$1',
  ':item',
  '$$ || (select value from throughline.secret) || $$',
  '\\',
  "E'\\x27'",
  'item',
  '(select 1)',
  '1; commit; drop table public.stock',
  'ü‘’＇',
];

attack('O04', 'values of a message are values, whatever they spell', here, async () => {
  const insert = await asking(
    'insert into public.stock (item, quantity, note) values (:item, 1, :item) on conflict (item) do nothing',
    { item: 'value' },
  );
  const find = await asking('select item, note from public.stock where item = :item order by :item', {
    item: 'value',
  });
  for (const value of VALUES) {
    expect([value, (await fateOf(insert, { value })).stop]).toEqual([value, null]);
    const { stop, sent } = await arena.fate(find, { value });
    expect([value, stop]).toEqual([value, null]);
    expect(JSON.parse(sent.at(-1)!)).toEqual({ count: 1, rows: [{ item: value, note: value }] });
  }
  const kept = await owner<{ item: string }[]>`select item from public.stock`;
  expect(kept.map(({ item }) => item).sort()).toEqual([...VALUES].sort());
});

attack('O04', 'a name of the message is no name of the database’s: column, table, order and limit', here, async () => {
  const before = await owner`select count(*)::int as n from public.stock`;
  // A parameter may stand only where a value may: these are refused when the database reads them, or stay a value.
  for (const [statement, refused] of [
    ['select * from :name', true],
    ['update public.stock set :name = 0', true],
    ['select item from public.stock order by quantity :name', true],
    ['select "item" from public.stock where :name = :name and 1 = 0', false],
    ['select item from public.stock where quantity < 0 order by item || :name', false],
  ] as const) {
    const { stop, sent } = await fateOf(await asking(statement, { name: 'value' }), {
      value: 'item"; drop table public.stock; --',
    });
    if (refused) expect([statement, stop?.code]).toEqual([statement, expect.stringMatching(/^sql_42/)]);
    else expect([statement, stop, JSON.parse(sent.at(-1)!)]).toMatchObject([statement, null, { rows: [] }]);
    expect(JSON.stringify(stop)).not.toContain('drop table');
  }
  expect(await owner`select count(*)::int as n from public.stock`).toEqual(before);
});

attack(
  'O04',
  'the text of a statement is the flow’s own: no template, no expression, no second statement',
  here,
  async () => {
    const template = await asking('select {{ value }} as found');
    expect((await fateOf(template, { value: '1' })).stop?.code).toMatch(/^sql_42/);
    const expression = flowOf(
      'attack-sql-expression',
      [
        node('in', 'trigger.http', { path: 'attack-sql-expression' }),
        node('ask', 'connector.sql', { connection: 'stock', statement: { expr: 'value' } }),
      ],
      ['in>ask'],
    );
    await expect(arena.live(expression)).rejects.toThrow();
    for (const statement of [
      'select 1; drop table public.stock',
      'select 1; commit; drop table public.stock',
      'drop table public.stock',
      "copy public.stock to program 'true'",
      'set role postgres',
    ]) {
      const { stop } = await fateOf(await asking(statement), {});
      expect([statement, stop?.code]).toEqual([statement, expect.stringMatching(/^sql_/)]);
    }
    expect((await owner`select 1 from public.stock`).length).toBeGreaterThan(0);
  },
);

attack('O04', 'no statement sees the platform’s own schema, nor does its owner sign in', here, async (_, leaks) => {
  const house = await owner<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('throughline', 'graphile_worker')`;
  expect(house.length).toBeGreaterThan(40);
  const flow = await asking(
    `select ${house.map(({ name }, i) => `(select count(*) from ${name}) as t${i}`).join(', ')}`,
  );
  const { stop, sent } = await fateOf(flow, {});
  leaks.push(JSON.stringify(stop), ...sent);
  expect([stop?.code, sent]).toEqual(['sql_42501', []]);
  for (const { name } of house.slice(0, 5)) {
    const { stop: one } = await fateOf(await asking(`select * from ${name}`), {});
    leaks.push(JSON.stringify(one));
    expect([name, one?.code]).toEqual([name, 'sql_42501']);
  }
  const strong = await fateOf(await asking('select * from throughline.audit', {}, 'owner'), {});
  leaks.push(JSON.stringify(strong.stop));
  expect(strong.stop?.code).toMatch(/^(user_too_strong|own_database)$/);
  expect(strong.sent).toEqual([]);
});
