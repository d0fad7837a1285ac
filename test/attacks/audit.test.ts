import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Arena, openArena } from './arena.ts';
import { attack } from './case.ts';
import { type Office, openOffice, PASSWORD } from './office.ts';

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

/** Does what only an owner can, has the chain walked, and puts everything back. */
async function tampered(statements: string[]): Promise<{ exit: number; out: string }> {
  const { sql } = arena.stage.store;
  await sql.unsafe(`
    create table kept_audit as select * from audit; create table kept_head as select * from audit_head;
    alter table audit disable trigger user; alter table audit_head disable trigger user;`);
  for (const statement of statements) await sql.unsafe(statement);
  const found = await verify();
  await sql.unsafe(`
    delete from audit; insert into audit select * from kept_audit; drop table kept_audit;
    delete from audit_head; insert into audit_head select * from kept_head; drop table kept_head;
    alter table audit enable trigger user; alter table audit_head enable trigger user;`);
  return found;
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
    const found = await tampered(statements);
    expect(found.out, statements.join('; ')).toMatch(words);
    expect(found.exit).not.toBe(0);
  }
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
  const found = await tampered([
    `delete from audit`,
    `insert into audit (sequence, at, actor, actor_name, act, object, summary, previous, hash)
      values (1, '${entry.at}', '${entry.actor}', '${entry.actorName}', '${entry.act}', '${entry.object}', '${entry.summary}',
        decode('${entry.previous}', 'hex'), decode('${hash}', 'hex'))`,
    `update audit_head set sequence = 1, hash = decode('${hash}', 'hex'), at = '${entry.at}'`,
  ]);
  expect(found.exit).not.toBe(0);
});

attack(
  'T02',
  'each act leaves one entry: who, what, on what, from where; and reading patients’ data is an act',
  here,
  async () => {
    const { cookie, admin } = { cookie: (await office.person('operator')).cookie, admin: office.admin };
    const flow = await arena.flow([]);
    await arena.fate(flow, { n: 1 });
    const [run] = await arena.stage.store.sql<{ id: string }[]>`select id from run order by id desc limit 1`;
    const person = { email: 'act@hospital.test', name: 'Act', role: 'viewer', password: PASSWORD };
    const made = await office.ask('POST', '/users', { cookie: admin, json: person });
    const id = String(made.body['id']);
    const acts: [string, string, string, object | undefined, string][] = [
      ['user.change-role', 'PUT', `/users/${id}/role`, { role: 'steward' }, admin],
      ['user.change-scope', 'PUT', `/users/${id}/scope`, { environments: ['dev'], further: [] }, admin],
      ['user.reset-password', 'PUT', `/users/${id}/password`, { password: PASSWORD }, admin],
      ['session.end-all', 'DELETE', `/users/${id}/sessions`, undefined, admin],
      ['role.save', 'PUT', '/roles/act', { title: 'Act', sentence: 'Acts.', permissions: ['flow.see'] }, admin],
      ['role.remove', 'DELETE', '/roles/act', undefined, admin],
      ['flow.move', 'PUT', `/flows/${flow}/folder`, { folder: 'supply' }, admin],
      ['invitation.make', 'POST', '/invitations', { email: 'i@hospital.test', name: 'I', role: 'viewer' }, admin],
      [
        'sign-in.change',
        'PUT',
        '/sign-in/settings',
        { idleMinutes: 480, absoluteHours: 24, passwords: 'everybody', oidc: null },
        admin,
      ],
      [
        'environment.change',
        'PUT',
        '/environments/prod',
        { title: 'Prod', colour: 'red', protected: true, settings: {} },
        admin,
      ],
      ['secret.set', 'PUT', '/secrets/act', { environment: 'dev', value: 'a value of these attacks' }, admin],
      ['token.create', 'POST', '/tokens', { name: 'act', permissions: ['flow.see'] }, admin],
      ['release.make', 'POST', '/releases', { environment: 'dev', flows: [flow], title: 'Act' }, admin],
      ['audit.export', 'GET', '/audit/export', undefined, admin],
      ['message.reveal', 'POST', `/runs/${run!.id}/reveal`, { reason: 'a wrong charge' }, cookie],
      ['user.deactivate', 'DELETE', `/users/${id}`, undefined, admin],
    ];
    for (const [act, method, path, json, who] of acts) {
      const before = await newest();
      const answer = await office.ask(method, path, { cookie: who, ...(json === undefined ? {} : { json }) });
      expect(answer.status, `${act}: ${answer.text}`).toBeLessThan(300);
      const entries = await since(before);
      expect(entries, act).toHaveLength(1);
      expect(entries[0]!['act']!.split('.')[0], act).toBe(act.split('.')[0]);
      expect(entries[0]).toMatchObject({ actor: expect.stringMatching(/^user:/), address: '127.0.0.1' });
      if (act === 'message.reveal') expect(entries[0]).toMatchObject({ reason: 'a wrong charge' });
    }
    expect(await verify()).toMatchObject({ exit: 0 });
  },
);

async function newest(): Promise<number> {
  const [row] = await arena.stage.store.sql<{ n: number }[]>`select sequence::int as n from audit_head`;
  return row!.n;
}

async function since(sequence: number): Promise<Record<string, string>[]> {
  return await arena.stage.store.sql<Record<string, string>[]>`
    select act, actor, object, reason, address from audit where sequence > ${sequence} order by sequence`;
}
