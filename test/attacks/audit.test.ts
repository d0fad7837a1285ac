import { createHash } from 'node:crypto';
import { saveSecret } from '@throughline/store';
import { afterAll, beforeAll, expect } from 'vitest';
import { until } from '../support/stage.ts';
import type { Scene } from './acts/act.ts';
import { acts } from './acts/all.ts';
import { type Arena, code, openArena } from './arena.ts';
import { attack } from './case.ts';
import { type Answer, type Office, openOffice } from './office.ts';

/* SECURITY.md section L: the owner of the database against the audit, and what each act leaves in it. */
let arena: Arena;
let office: Office;
let token: string;
beforeAll(async () => {
  arena = await openArena();
  office = await openOffice(arena);
  token = await office.token(['audit.see']);
}, 180_000);
afterAll(async () => {
  await office.close();
  await arena.close();
});
const here = () => arena;

/** What the command line says of the chain. */
const verify = () => office.throughline(token, 'audit', 'verify');

/** What the server says of it. */
async function walk(): Promise<string> {
  const { body, text } = await office.ask('GET', '/audit/verify', { token });
  return (body as { ok?: unknown }).ok === true ? 'whole' : text;
}

/** Does what only an owner can, has the chain walked, and puts everything back. */
async function tampered<T>(statements: string[], found: () => Promise<T>): Promise<T> {
  const { sql } = arena.stage.store;
  await sql.unsafe(`
    create table kept_audit as select * from audit; create table kept_head as select * from audit_head;
    alter table audit disable trigger user; alter table audit_head disable trigger user;`);
  for (const statement of statements) await sql.unsafe(statement);
  const said = await found();
  await sql.unsafe(`
    delete from audit; insert into audit select * from kept_audit; drop table kept_audit;
    delete from audit_head; insert into audit_head select * from kept_head; drop table kept_head;
    alter table audit enable trigger user; alter table audit_head enable trigger user;`);
  return said;
}

attack('T01', 'the first bad row is named: edited, deleted, moved, out of time, tail or head cut', here, async () => {
  for (let i = 0; i < 5; i++) await office.person('viewer');
  expect(await verify()).toMatchObject({ exit: 0 });
  const cases: [string[], RegExp][] = [
    [[`update audit set summary = 'nothing happened' where sequence = 3`], /Entry 3 was altered/],
    [[`update audit set actor_name = 'somebody else' where sequence = 2`], /Entry 2 was altered/],
    [[`delete from audit where sequence = 4`], /Entry 4 was deleted/],
    [
      [
        `update audit set sequence = -1 where sequence = 2`,
        `update audit set sequence = 2 where sequence = 3`,
        `update audit set sequence = 3 where sequence = -1`,
      ],
      /Entry 2 /,
    ],
    [[`delete from audit where sequence > 5`], /Entry 6 and those behind it were deleted/],
    [[`update audit_head set hash = decode(repeat('11', 32), 'hex')`], /is not the one the head of the chain names/],
  ];
  for (const [statements, words] of cases) {
    expect(await tampered(statements, walk), statements.join('; ')).toMatch(words);
    expect(await walk()).toBe('whole');
  }
  const [[statements, words]] = cases as [[string[], RegExp]];
  expect(await tampered(statements, verify)).toMatchObject({ exit: 1, out: expect.stringMatching(words) });
  expect(await verify()).toMatchObject({ exit: 0 });
});

attack('T01', 'a chain written anew, head and all, is shown by the head that is kept outside', here, async () => {
  // A start keeps the head that it finds.
  await office.close();
  office = await openOffice(arena);
  // Everything becomes one entry that fits in itself: the database alone cannot tell.
  const entry = {
    ...{ act: 'user.create', actor: 'system:first-start', actorName: 'Throughline', address: null, after: null },
    ...{ at: '2026-01-01T00:00:00.000000Z', before: null, object: 'user:x', previous: '0'.repeat(64), reason: null },
    ...{ sequence: 1, summary: 'All is well.' },
  };
  const hash = createHash('sha256').update(JSON.stringify(entry)).digest('hex');
  const altered = [
    `delete from audit`,
    `insert into audit (sequence, at, actor, actor_name, act, object, summary, previous, hash)
      values (1, '${entry.at}', '${entry.actor}', '${entry.actorName}', '${entry.act}', '${entry.object}', '${entry.summary}',
        decode('${entry.previous}', 'hex'), decode('${hash}', 'hex'))`,
    `update audit_head set sequence = 1, hash = decode('${hash}', 'hex'), at = '${entry.at}'`,
  ];
  expect((await tampered(altered, verify)).exit).not.toBe(0);
});

attack(
  'T02',
  'each act leaves one entry, with its states and its reason; ended half-way it leaves nothing',
  here,
  async () => {
    const scene = await setTheScene();
    const { sql } = arena.stage.store;
    for (const [i, { act, ask, as = () => office.admin, keep, status, reason, states = [] }] of acts.entries()) {
      const [method, path, json] = await ask(scene);
      const from = `127.0.9.${i + 1}`;
      const send = () => office.ask(method, path, { cookie: as(scene), from, ...(json === undefined ? {} : { json }) });
      const before = await newest();
      const stood = await everythingGoverned(sql);
      const cut = await endedHalfWay(send);
      expect([act, cut.status, cut.body['code']]).toEqual([act, 503, 'database_unavailable']);
      expect([act, await newest(), await everythingGoverned(sql)]).toEqual([act, before, stood]);

      const answer = await send();
      expect([act, answer.status], answer.text).toEqual([
        act,
        status ?? expect.toSatisfy((code: number) => code < 300),
      ]);
      await keep?.(scene, answer);
      const entries = await since(before);
      expect(entries.map((entry) => entry['act'])).toEqual([act]);
      const [entry] = entries;
      expect(entry).toMatchObject({
        address: from,
        reason: reason ?? null,
        object: expect.stringMatching(/^[a-z-]+(:.+)?$/),
      });
      expect(entry!['actor']).toMatch(act === 'session.refuse' ? /^anonymous$/ : /^user:/);
      for (const state of states) expect([act, state, entry![state]]).toEqual([act, state, expect.any(String)]);
    }
    expect(acts.length).toBeGreaterThan(60);
    expect(await verify()).toMatchObject({ exit: 0 });
  },
  240,
);

async function setTheScene(): Promise<Scene> {
  const authentication = { mode: 'api-key', header: 'X-API-Key', secret: 'act' };
  await saveSecret(arena.stage.store, { environment: 'dev', name: 'act', value: 'the key of these acts', by: 'test' });
  const flow = await arena.flow([], { trigger: { authentication } });
  const sent = await office.ask('POST', `/flows/${flow}/messages`, {
    cookie: office.admin,
    json: { environment: 'dev', message: { text: '{"n":1}' } },
  });
  const { stop } = await arena.fate(await arena.flow([code('throw new Error("no");')]), { n: 1 });
  return {
    ...{ office, flow, run: String(sent.body['messageId']), quarantined: stop!.id, ids: {} },
    second: (await office.person('admin')).cookie,
    operator: (await office.person('operator')).cookie,
    subject: await office.person('analyst'),
  };
}

/** Holds the head of the chain, so that the act waits with everything else done, and ends its connection there. */
function endedHalfWay(send: () => Promise<Answer>): Promise<Answer> {
  const { sql } = arena.stage.store;
  return sql.begin(async (holding) => {
    await holding`select from audit_head for update`;
    let answered = false;
    const answer = send().finally(() => {
      answered = true;
    });
    await until(async () => {
      const ended = await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%audit_head%'`;
      return answered || ended.length > 0;
    });
    return answer;
  });
}

const GOVERNED = [
  ...['account', 'api_token', 'app_user', 'client', 'client_door', 'client_key', 'connection', 'deployment', 'door'],
  ...['door_proxy', 'draft_change', 'draft_session', 'environment', 'flow', 'flow_version', 'invitation', 'message'],
  ...['notice', 'policy_exception', 'promotion', 'quarantine', 'reference_binding', 'reference_table', 'reveal'],
  ...['reference_version', 'release', 'replay', 'role', 'saved_view', 'second_factor', 'secret', 'session'],
  ...['sign_in_setting', 'user_grant'],
];

/** A hash of everything that acts change. A session grows older while it is used, and what was set up is not set. */
async function everythingGoverned(sql: Arena['stage']['store']['sql']): Promise<string> {
  const where = (name: string) => (name === 'second_factor' ? 'where confirmed_at is not null' : '');
  const parts = GOVERNED.map((name) => {
    const text = name === 'session' ? 't.id::text' : 't::text';
    return `select '${name}' as name, md5(coalesce(string_agg(${text}, '' order by ${text}), '')) as hash from ${name} t ${where(name)}`;
  });
  const rows = await sql.unsafe<{ name: string; hash: string }[]>(parts.join(' union all '));
  return rows.map(({ name, hash }) => `${name} ${hash}`).join('\n');
}

async function newest(): Promise<number> {
  const [row] = await arena.stage.store.sql<{ n: number }[]>`select sequence::int as n from audit_head`;
  return row!.n;
}

async function since(sequence: number): Promise<Record<string, string | null>[]> {
  return await arena.stage.store.sql<Record<string, string | null>[]>`
    select act, actor, object, reason, address, encode(before, 'hex') as before, encode(after, 'hex') as after
    from audit where sequence > ${sequence} order by sequence`;
}
