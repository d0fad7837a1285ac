import { randomBytes } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { openStore, type Store } from '../client.ts';
import { system } from '../identity/principal.ts';
import { audited } from './audited.ts';
import { canonicalJson } from './canonical.ts';
import { listAudit } from './list.ts';
import { readAuditHead, verifyAudit } from './verify.ts';

const stores: Store[] = [];
let store: Store;
beforeEach(async () => {
  const { url } = await createDatabase();
  store = await openStore({ url, masterKey: randomBytes(32), name: 'audit test', max: 8 });
  stores.push(store);
});
afterAll(async () => {
  for (const opened of stores) await opened.close();
});

const act = (n: number) =>
  audited(store, system('test'), 'thing.do', async () => ({
    result: n,
    object: `thing:${n}`,
    summary: `Did ${n}.`,
    before: { n: n - 1 },
    after: { n },
  }));

const several = async (count: number) => {
  for (let n = 1; n <= count; n++) await act(n);
};

/** What only the owner of the database could do. */
const tamper = (work: (sql: Store['sql']) => Promise<unknown>) =>
  store.sql.begin(async (tx) => {
    for (const table of ['audit', 'audit_head']) await tx.unsafe(`alter table ${table} disable trigger user`);
    await work(tx as unknown as Store['sql']);
    for (const table of ['audit', 'audit_head']) await tx.unsafe(`alter table ${table} enable trigger user`);
  });

describe('the chain', () => {
  it('is whole after acts that came at once, in the order of its numbers', async () => {
    await Promise.all(Array.from({ length: 25 }, (_, n) => act(n)));
    expect(await verifyAudit(store)).toMatchObject({ ok: true, entries: 25 });
    const entries = await listAudit(store, { limit: 100 });
    expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 25 }, (_, i) => 25 - i));
  });

  it('has no entry for an act that failed, and no gap either', async () => {
    await act(1);
    await expect(
      audited(store, system('test'), 'thing.do', async ({ sql }) => {
        await sql`insert into environment (name, title, colour) values ('dev', 'Dev', 'teal')`;
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await act(2);
    expect(await verifyAudit(store)).toMatchObject({ ok: true, entries: 2 });
    expect(await store.sql`select 1 from environment`).toHaveLength(0);
  });

  it.each([
    'update audit set summary = $$x$$',
    'delete from audit',
    'truncate audit',
    'delete from audit_head',
    'truncate audit_head',
    'update audit_head set sequence = 0',
  ])('refuses: %s', async (statement) => {
    await several(2);
    await expect(store.sql.unsafe(statement)).rejects.toThrow('append-only');
    expect(await verifyAudit(store)).toMatchObject({ ok: true });
  });
});

describe('verification names the first bad entry (T01) after', () => {
  const cases: [string, (sql: Store['sql']) => Promise<unknown>, number, string][] = [
    ['an edit', (sql) => sql`update audit set actor = 'user:other' where sequence = 3`, 3, 'altered'],
    ['an edit of a time', (sql) => sql`update audit set at = at - interval '1 day' where sequence = 4`, 4, 'altered'],
    ['a deletion', (sql) => sql`delete from audit where sequence = 2`, 2, 'missing'],
    ['a cut tail', (sql) => sql`delete from audit where sequence > 3`, 4, 'tail_cut'],
    [
      'an insertion',
      async (sql) => {
        await sql`insert into audit select 6, at, actor, actor_name, act, object, summary, before, after, reason, address, hash, hash
          from audit where sequence = 5`;
        await sql`update audit_head set sequence = 6`;
      },
      6,
      'altered',
    ],
    [
      'a swap',
      async (sql) => {
        await sql`update audit set sequence = 99 where sequence = 2`;
        await sql`update audit set sequence = 2 where sequence = 3`;
        await sql`update audit set sequence = 3 where sequence = 99`;
      },
      2,
      'altered',
    ],
    ['another head', (sql) => sql`update audit_head set hash = decode(repeat('ab', 32), 'hex')`, 5, 'head_altered'],
  ];
  it.each(cases)('%s', async (_, work, sequence, code) => {
    await several(5);
    await tamper(work);
    expect(await verifyAudit(store)).toMatchObject({ ok: false, sequence, code });
  });

  it('a tail cut together with its head, or all of it written anew, against an anchor kept elsewhere', async () => {
    await several(4);
    const anchor = await readAuditHead(store);
    await tamper(async (sql) => {
      await sql`delete from audit where sequence > 2`;
      await sql`update audit_head set sequence = 2, hash = (select hash from audit where sequence = 2)`;
    });
    expect(await verifyAudit(store)).toMatchObject({ ok: true });
    expect(await verifyAudit(store, anchor)).toMatchObject({ ok: false, sequence: 3, code: 'tail_cut' });
    await several(3);
    expect(await verifyAudit(store)).toMatchObject({ ok: true, entries: 5 });
    expect(await verifyAudit(store, anchor)).toMatchObject({ ok: false, sequence: 4, code: 'altered' });
  });

  it('a clock that ran backwards: it does not matter, time stands still instead', async () => {
    await act(1);
    await store.sql`update audit_head set at = now() + interval '1 hour'`;
    await act(2);
    await act(3);
    expect(await verifyAudit(store)).toMatchObject({ ok: true, entries: 3 });
    const [third, second] = await listAudit(store, { limit: 2 });
    expect(third!.at).toEqual(second!.at);
  });
});

describe('searching', () => {
  it('finds by act, object and words, and takes % and _ for what they are', async () => {
    await several(3);
    expect(await listAudit(store, { object: 'thing:2', limit: 10 })).toHaveLength(1);
    expect(await listAudit(store, { text: 'DID 3', limit: 10 })).toHaveLength(1);
    expect(await listAudit(store, { text: '%', limit: 10 })).toHaveLength(0);
    expect(await listAudit(store, { before: 3, limit: 1 })).toMatchObject([{ sequence: 2 }]);
  });
});

describe('canonical JSON (RFC 8785)', () => {
  it('orders keys by UTF-16, drops what is undefined, writes numbers as ECMAScript does', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, ö: undefined };
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}');
    expect(canonicalJson([1e21, -0, 1.5, '\u000f', null, undefined])).toBe('[1e+21,0,1.5,"\\u000f",null,null]');
  });
});
