import type { Operation } from '@throughline/flow';
import { announce, importTable, inTransaction } from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { openEditor } from './testing/editor.ts';
import { type Listener, listenTo } from './testing/listener.ts';
import { emailOf, openWorld, type World } from './testing/world.ts';

let world: World;
let other: Awaited<ReturnType<World['another']>>;
let analyst: string;
let admin: string;
const listeners: Listener[] = [];
beforeAll(async () => {
  world = await openWorld(await createDatabase());
  other = await world.another();
  analyst = await world.signIn(emailOf('analyst'));
  admin = await world.signIn(emailOf('admin'));
});
afterAll(async () => {
  for (const listener of listeners) await listener.close();
  await other.close();
  await world.close();
});

const listen = async (path: string, cookie: string, from: Pick<World, 'ask'> = world, headers = {}) => {
  const answer = await from.ask('GET', path, { cookie, headers });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const listener = listenTo(answer);
  listeners.push(listener);
  return listener;
};
const begin = async (id: string) => {
  await world.ask('POST', '/flows', { cookie: analyst, body: { id, name: id } });
  return openEditor(world, id, 'session-a', analyst);
};
const node = (id: string): Operation => ({ op: 'add-node', id, type: 'transform.map', at: { x: 0, y: 0 } });

describe('a draft that is followed', () => {
  it('tells every process what was done, in order, and by whom', async () => {
    const editor = await begin('followed');
    const follower = await listen('/flows/followed/live?session=session-b', admin, other);
    for (const id of ['a', 'b']) {
      editor.edit(node(id));
      await editor.send();
    }
    const heard = [await follower.next('operations'), await follower.next('operations')];
    expect(heard.map(({ id }) => id)).toEqual(['2', '3']);
    expect(heard[0]!.data).toMatchObject({
      revision: 2,
      session: 'session-a',
      by: 'analyst',
      operations: [{ op: 'add-node', id: 'a' }],
    });
  });

  it('tells as operations what is saved while it looks', async () => {
    const editor = await begin('raced');
    const follower = await listen('/flows/raced/live', admin);
    await follower.next('presence');
    let over = false;
    const hinting = (async () => {
      while (!over) await inTransaction(world.store, (tx) => announce(tx, 'drafts', 'raced'));
    })();
    const ids: string[] = [];
    try {
      for (let n = 0; n < 40; n++) {
        editor.edit(node(`n${n}`));
        await editor.send();
        ids.push((await follower.next('operations')).id!);
      }
    } finally {
      over = true;
      await hinting;
    }
    expect(ids).toEqual(ids.map((_, n) => String(n + 2)));
  });

  it('goes on where a page was cut off', async () => {
    const editor = await begin('resumed');
    for (const id of ['a', 'b', 'c']) {
      editor.edit(node(id));
      await editor.send();
    }
    const behind = await listen('/flows/resumed/live?since=3', admin);
    expect((await behind.next('operations')).id).toBe('4');
    const back = await listen('/flows/resumed/live?since=1', admin, other, { 'last-event-id': '2' });
    expect((await back.next('operations')).id).toBe('3');
  });

  it('is to be read again where the log does not reach, or the page knows more than there is', async () => {
    const editor = await begin('forgotten');
    editor.edit(node('a'));
    await editor.send();
    await world.store.sql`delete from draft_change where flow_id = 'forgotten'`;
    const lost = await listen('/flows/forgotten/live?since=1', admin);
    expect((await lost.next('reload')).data).toEqual({ revision: 2 });
    const ahead = await listen('/flows/forgotten/live?since=9', admin);
    expect((await ahead.next('reload')).data).toEqual({ revision: 2 });
  });

  it('shows who is there, in a colour of their own, with what they selected and where they point, until they leave', async () => {
    await begin('watched');
    const mine = await listen('/flows/watched/live?session=session-mine', analyst);
    const theirs = await listen('/flows/watched/live?session=session-theirs', admin, other);
    const show = (session: string, cookie: string) =>
      world.ask('POST', '/flows/watched/presence', {
        cookie,
        body: { session, selection: ['a'], cursor: { x: 12.5, y: -8 } },
      });
    expect((await show('session-theirs', admin)).status).toBe(204);
    let people: { session: string; selection: string[]; colour: string }[] = [];
    while (people[0]?.selection[0] !== 'a') people = ((await mine.next('presence')).data as { people: never }).people;
    expect(people).toMatchObject([
      { session: 'session-theirs', name: 'admin', selection: ['a'], cursor: { x: 12.5, y: -8 } },
    ]);
    expect((await show('session-theirs', analyst)).status).toBe(409);
    const seen = ((await theirs.next('presence')).data as { people: typeof people }).people;
    expect(seen[0]!.colour).not.toBe(people[0]!.colour);
    await theirs.close();
    expect(((await mine.next('presence', 20_000)).data as { people: never[] }).people).toEqual([]);
  });
});

describe('a stream', () => {
  it.each([
    ['the session ends', (cookie: string) => world.ask('DELETE', '/session', { cookie })],
    [
      'the role is lost',
      () => world.store.sql`update app_user set role = 'nothing' where email = ${emailOf('steward')}`,
    ],
  ])('ends within five seconds when %s', async (_, act) => {
    await begin('ending');
    const cookie = await world.signIn(emailOf('steward'));
    const follower = await listen('/flows/ending/live', cookie);
    await follower.next('presence');
    await act(cookie);
    expect(await follower.ended(5_000)).toBe(true);
  });

  it('is refused beyond what one person may keep open', async () => {
    const cookie = await world.signIn(emailOf('auditor'));
    const opened = await Promise.all(Array.from({ length: 24 }, () => listen('/events', cookie)));
    const more = await world.ask('GET', '/events', { cookie });
    expect(more.status).toBe(429);
    expect(await more.json()).toMatchObject({ code: 'too_many_streams' });
    await opened[0]!.close();
    await expect.poll(async () => (await world.ask('GET', '/events', { cookie })).status).toBe(200);
  });
});

describe('what changes', () => {
  it('is told by kind and id, in the environment that is watched, to those who may see it', async () => {
    const mine = await listen('/events?environment=dev', analyst);
    const token = await world.token(['table.see'], ['prod']);
    const limited = listenTo(await other.ask('GET', '/events?environment=dev', { token }));
    listeners.push(limited);
    await mine.next('ready');
    await limited.next('ready');
    const table = { name: 'codes', title: 'Codes', key: ['code'], effective: false, columns: [] };
    const columns = [{ name: 'code', title: 'Code', type: 'text' as const, required: true }];
    await inTransaction(world.store, async (tx) => {
      const wanted = { environment: 'dev', definition: { ...table, columns }, rows: [], note: '', by: 'test' };
      await importTable(tx, wanted);
      await announce(tx, 'users', 'somebody');
      await announce(tx, 'runs', 'of-prod', 'prod');
      for (let i = 0; i < 100; i++) await announce(tx, 'flows', `flow-${i}`);
    });
    expect((await mine.next('changed')).data).toEqual({ topic: 'tables', id: 'codes' });
    expect((await mine.next('changed')).data).toEqual({ topic: 'flows' });
    await expect(mine.next('changed', 800)).rejects.toThrow('no changed');
    await expect(limited.next('changed', 100)).rejects.toThrow('no changed');
  });
});

// Last: until they listen again, what others here wait for comes late.
describe('a draft whose announcements nobody hears', () => {
  it('survives the loss of the connection that listens', async () => {
    const editor = await begin('cut');
    const follower = await listen('/flows/cut/live', admin);
    await follower.next('presence');
    await world.store.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ilike 'listen%' and pid <> pg_backend_pid()`;
    editor.edit(node('a'));
    await editor.send();
    expect((await follower.next('operations', 15_000)).id).toBe('2');
  });
});
