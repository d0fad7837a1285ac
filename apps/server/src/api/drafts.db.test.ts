import { emptyFlow, type Operation } from '@throughline/flow';
import { listAudit } from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { openEditor } from './testing/editor.ts';
import { emailOf, openWorld, type World } from './testing/world.ts';

let world: World;
let analyst: string;
beforeAll(async () => {
  world = await openWorld(await createDatabase());
  analyst = await world.signIn(emailOf('analyst'));
});
afterAll(() => world.close());

async function ask(method: string, path: string, body?: unknown, cookie = analyst) {
  const answer = await world.ask(method, path, { cookie, ...(body === undefined ? {} : { body }) });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

const begin = (id: string, more: object = {}) => ask('POST', '/flows', { id, name: id, ...more });
const node = (id: string): Operation => ({ op: 'add-node', id, type: 'transform.map', at: { x: 0, y: 0 } });
const send = (flow: string, wanted: object, cookie = analyst) =>
  ask('POST', `/flows/${flow}/operations`, { base: 1, session: 'session-one', number: 1, ...wanted }, cookie);

describe('a new flow', () => {
  it('is blank, or a copy of a draft or version, under its own id and name', async () => {
    expect(await begin('blank')).toEqual({ status: 201, body: { id: 'blank', revision: 1 } });
    await send('blank', { operations: [node('map')] });
    expect((await begin('copy', { from: { flow: 'blank' } })).status).toBe(201);
    const { body } = await ask('GET', '/flows/copy/draft');
    expect(body.document).toMatchObject({ id: 'copy', name: 'copy', nodes: [{ id: 'map' }] });
    const checked = await ask('POST', '/flows/copy/check', {});
    expect(checked.body.problems.map(({ code }: { code: string }) => code)).toContain('no_trigger');
    expect(checked.body.revision).toBe(body.revision);
    expect((await begin('other', { from: { flow: 'blank', version: 1 } })).status).toBe(404);
    expect((await begin('other', { from: { flow: 'nowhere' } })).status).toBe(404);
  });

  it('is refused under an id that is taken or is none', async () => {
    await begin('twice');
    expect(await begin('twice')).toMatchObject({ status: 409, body: { code: 'flow_exists' } });
    expect((await begin('Not A Slug')).status).toBe(400);
  });

  it('keeps what an imported document says of node types nobody knows here, and refuses a newer document', async () => {
    const strange = { id: 'n', type: 'connector.telepathy', version: 3, name: 'Think', config: { to: 'all' } };
    const document = { ...emptyFlow('x', 'X'), nodes: [strange] };
    expect((await begin('imported', { from: { document } })).status).toBe(201);
    const { body } = await ask('GET', '/flows/imported/draft');
    expect(body.document.nodes).toEqual([strange]);
    expect((await ask('POST', '/flows/imported/check', {})).body.problems[0]).toMatchObject({
      code: 'unknown_type',
      node: 'n',
    });
    const newer = await begin('newer', { from: { document: { ...document, schema: 99 } } });
    expect(newer).toMatchObject({ status: 400, body: { code: 'document_newer' } });
  });
});

describe('operations', () => {
  it('are made once however often they are sent, and refusals come back the same', async () => {
    await begin('resent');
    const operations = [node('a'), { op: 'rename-node', node: 'gone', name: 'x' }, node('b')];
    const first = await send('resent', { operations });
    expect(first.body).toMatchObject({ revision: 2, refused: [{ index: 1, problem: { code: 'node_gone' } }] });
    expect(first.body.missed).toMatchObject([{ revision: 2, session: 'session-one', by: 'analyst' }]);
    const again = await send('resent', { operations: [...operations, node('c')] });
    expect(again.body).toMatchObject({ revision: 3, refused: [{ index: 1 }] });
    expect(again.body.missed.map(({ operations: made }: { operations: unknown[] }) => made.length)).toEqual([2, 1]);
    const { body } = await ask('GET', '/flows/resent/draft');
    expect(body.document.nodes.map(({ id }: { id: string }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('that nobody knows come back, and do not hold up the others', async () => {
    await begin('strange');
    const { body } = await send('strange', { operations: [{ op: 'teleport' }, node('a'), {}] });
    expect(body.refused.map(({ index, problem }: never) => [index, (problem as { code: string }).code])).toEqual([
      [0, 'operation_invalid'],
      [2, 'operation_invalid'],
    ]);
    expect(body.revision).toBe(2);
  });

  it('sent at the same time are all made, one behind the other', async () => {
    await begin('at-once');
    const sent = Array.from({ length: 12 }, (_, i) =>
      send('at-once', { session: `session-${i % 3}`, number: 1 + Math.floor(i / 3), operations: [node(`n${i}`)] }),
    );
    const answers = await Promise.all(sent);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const made = (await ask('GET', '/flows/at-once/draft')).body;
    const refused = answers.flatMap(({ body }) => body.refused);
    expect(refused).toEqual([]);
    expect(made.document.nodes.length).toBe(made.revision - 1);
  });

  it('against a revision that is not there, or that the log does not reach, are told to read again', async () => {
    await begin('far');
    expect(await send('far', { base: 7, operations: [node('a')] })).toMatchObject({
      status: 409,
      body: { code: 'base_gone' },
    });
    await send('far', { operations: [node('a')] });
    await world.store.sql`delete from draft_change where flow_id = 'far'`;
    expect(await send('far', { number: 2, operations: [node('b')] })).toMatchObject({ status: 409 });
    expect((await send('far', { base: 2, number: 2, operations: [node('b')] })).body.revision).toBe(3);
  });

  it('of a session that is somebody else’s are refused', async () => {
    await begin('whose');
    await send('whose', { operations: [node('a')] });
    const admin = await world.signIn(emailOf('admin'));
    const taken = await send('whose', { base: 2, number: 2, operations: [node('b')] }, admin);
    expect(taken).toMatchObject({ status: 409, body: { code: 'session_other' } });
  });

  it('leave one entry in the audit for each session, and who did what in the log', async () => {
    await begin('logged');
    const editor = await openEditor(world, 'logged', 'session-log', analyst);
    for (const id of ['a', 'b', 'c']) {
      editor.edit(node(id));
      await editor.send();
    }
    const entries = (await listAudit(world.store, { limit: 200 })).filter(({ object }) => object === 'flow:logged');
    expect(entries.map(({ act }) => act)).toEqual(['flow.edit', 'flow.create']);
    const { body } = await ask('GET', '/flows/logged/operations?limit=2');
    expect(body.changes.map(({ revision, by }: never) => [revision, by])).toEqual([
      [4, 'analyst'],
      [3, 'analyst'],
    ]);
    const older = await ask('GET', '/flows/logged/operations?before=3');
    expect(older.body.changes).toMatchObject([{ revision: 2, operations: [{ op: 'add-node', id: 'a' }] }]);
  });
});

describe('archiving', () => {
  it('takes a flow out of every list and every door, and keeps its id', async () => {
    await begin('old');
    expect((await ask('DELETE', '/flows/old')).status).toBe(204);
    const { body } = await ask('GET', '/flows?environment=dev');
    expect(body.flows.map(({ id }: { id: string }) => id)).not.toContain('old');
    expect((await ask('GET', '/flows/old/draft')).status).toBe(404);
    expect((await send('old', { operations: [node('a')] })).status).toBe(404);
    expect((await begin('old')).status).toBe(409);
  });

  it('ends as it began: what was archived is found and brought back as it was', async () => {
    await begin('back');
    await send('back', { operations: [node('a')] });
    expect((await ask('POST', '/flows/back/unarchive')).status).toBe(404);
    await ask('DELETE', '/flows/back');
    const { body } = await ask('GET', '/flows?environment=dev&archived=true');
    expect(body.flows).toContainEqual(expect.objectContaining({ id: 'back', archivedAt: expect.any(String) }));
    expect((await ask('POST', '/flows/back/unarchive')).status).toBe(204);
    expect((await ask('GET', '/flows/back/draft')).body).toMatchObject({ document: { nodes: [{ id: 'a' }] } });
    const [entry] = await listAudit(world.store, { limit: 1 });
    expect(entry).toMatchObject({ act: 'flow.unarchive', object: 'flow:back' });
  });

  it('is refused while messages come in somewhere', async () => {
    await begin('busy');
    const { sql } = world.store;
    await sql`insert into flow_version (flow_id, version, document, plan, note, author) values ('busy', 1, '{}', '{}', '', 'x')`;
    await sql`
      insert into deployment (environment_id, flow_id, version, changed_by) select id, 'busy', 1, 'x' from environment
      where name = 'prod'`;
    const refused = await ask('DELETE', '/flows/busy');
    expect(refused).toMatchObject({ status: 409, body: { code: 'flow_live' } });
    expect(refused.body.detail).toContain('prod');
  });
});
