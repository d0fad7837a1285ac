import type { Operation } from '@throughline/flow';
import { deploy, listAudit } from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { type Editor, openEditor } from './testing/editor.ts';
import { listenTo } from './testing/listener.ts';
import { emailOf, openWorld, type World } from './testing/world.ts';

let world: World;
let analyst: string;
let editor: Editor;
const flow = 'versions';
beforeAll(async () => {
  world = await openWorld(await createDatabase());
  analyst = await world.signIn(emailOf('analyst'));
  await ask('POST', '/flows', { id: flow, name: 'Versions' });
  editor = await openEditor(world, flow, 'session-one', analyst);
});
afterAll(() => world.close());

async function ask(method: string, path: string, body?: unknown, token?: string) {
  const as = token === undefined ? { cookie: analyst } : { token };
  const answer = await world.ask(method, path, { ...as, ...(body === undefined ? {} : { body }) });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}
async function edit(...operations: Operation[]) {
  for (const operation of operations) expect(editor.edit(operation)).toBe(true);
  await editor.send();
  return editor.revision;
}
const publish = (revision: number) => ask('POST', `/flows/${flow}/versions`, { revision, note: 'as drawn' });

describe('a version', () => {
  it('is the draft that was looked at, or none when somebody has drawn on', async () => {
    await edit({ op: 'add-node', id: 'in', type: 'trigger.manual', at: { x: 0, y: 0 } });
    const seen = await edit({ op: 'add-node', id: 'map', type: 'transform.map', at: { x: 9, y: 0 } });
    const moved = await edit({ op: 'add-wire', from: 'in', port: 'out', to: 'map' });
    expect(await publish(seen)).toMatchObject({ status: 409, body: { code: 'draft_moved' } });
    expect(await publish(moved)).toMatchObject({ status: 200, body: { version: 1 } });
    const both = await ask('POST', `/flows/${flow}/versions`, { revision: moved, document: editor.document });
    expect(both.status).toBe(400);
    const { body } = await ask('GET', `/flows/${flow}/versions`);
    expect(body.versions).toMatchObject([{ version: 1, note: 'as drawn', author: 'analyst' }]);
  });

  it('differs from the draft in behaviour, or in the drawing only', async () => {
    const compare = async (before: string, after: string) =>
      (await ask('GET', `/flows/${flow}/diff?before=${before}&after=${after}`)).body;
    expect(await compare('version:1', 'draft')).toMatchObject({ same: true, after: { version: null } });
    await edit({ op: 'move-nodes', nodes: { map: { x: 99, y: 9 } } });
    expect(await compare('version:1', 'draft')).toMatchObject({
      same: false,
      diff: { behaviour: false, drawing: { moved: ['map'] } },
    });
    await edit({ op: 'configure-node', node: 'map', at: '/text', value: '{"a": 1}' });
    expect((await compare('version:1', 'draft')).diff).toMatchObject({
      behaviour: true,
      nodes: { changed: [{ fields: [{ field: '/config/text', before: '{}', after: '{"a": 1}' }] }] },
    });
    await deploy(world.store, { environment: 'prod', flow, version: 1, by: 'test' });
    expect(await compare('live:prod', 'version:1')).toMatchObject({ same: true, before: { version: 1 } });
    expect(await compare('live:dev', 'draft')).toMatchObject({ code: 'not_found' });
    const token = await world.token(['flow.see'], ['dev']);
    const elsewhere = await ask('GET', `/flows/${flow}/diff?before=live:prod&after=draft`, undefined, token);
    expect(elsewhere.status).toBe(404);
  });

  it('is put in the place of the draft, and those who edit are told to read again', async () => {
    const follower = listenTo(
      await world.ask('GET', `/flows/${flow}/live?since=${editor.revision}`, { cookie: analyst }),
    );
    await follower.next('presence');
    const restore = (revision: number, version = 1) =>
      ask('POST', `/flows/${flow}/versions/${version}/restore`, { revision });
    expect(await restore(editor.revision - 1)).toMatchObject({ status: 409, body: { code: 'draft_moved' } });
    expect((await restore(editor.revision, 7)).status).toBe(404);
    const { body } = await restore(editor.revision);
    expect(body.revision).toBe(editor.revision + 1);
    expect((await follower.next('reload')).data).toEqual({ revision: body.revision });
    await follower.close();
    const draft = (await ask('GET', `/flows/${flow}/draft`)).body;
    expect(draft.document.nodes[1].config.text).toBe('{}');
    const late = {
      base: editor.revision,
      session: 'session-one',
      number: 90,
      operations: [{ op: 'rename-flow', name: 'x' }],
    };
    expect(await ask('POST', `/flows/${flow}/operations`, late)).toMatchObject({
      status: 409,
      body: { code: 'base_gone' },
    });
    const [entry] = await listAudit(world.store, { limit: 1 });
    expect(entry).toMatchObject({ act: 'flow.restore', object: `flow:${flow}` });
  });
});
