import { emptyFlow, type FlowDocument, type FlowNode } from '@throughline/flow';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { emailOf, openWorld, type World } from './testing/world.ts';

let world: World;
let analyst: string;
beforeAll(async () => {
  world = await openWorld(await createDatabase());
  analyst = await world.signIn(emailOf('analyst'));
});
afterAll(() => world.close());

/** A trigger and a chain of maps, each with a text of its own. */
function long(id: string, count: number): FlowDocument {
  const nodes = Array.from({ length: count }, (_, i): FlowNode => {
    if (i === 0)
      return { id: 'n0', type: 'trigger.manual', version: 1, name: 'In', config: { format: 'json', hint: '' } };
    const text = `$merge([$, {"step${i}": ${i}, "total": lines.(quantity * price) ~> $sum()}])`;
    return { id: `n${i}`, type: 'transform.map', version: 1, name: `Map ${i}`, config: { text, tables: [] } };
  });
  const wires = nodes.slice(1).map((node, i) => ({ from: `n${i}`, port: 'out', to: node.id }));
  const places = Object.fromEntries(nodes.map(({ id: node }, i) => [node, { x: i * 220, y: 0 }]));
  return { ...emptyFlow(id, id), nodes, wires, layout: { nodes: places, frames: [], notes: [] } };
}

async function best(count: number, work: (i: number) => Promise<Response>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const began = performance.now();
    const answer = await work(i);
    expect(answer.status).toBe(200);
    await answer.text();
    least = Math.min(least, performance.now() - began);
  }
  return least;
}

it.each([
  [500, 50],
  [2000, 200],
])('an edit of a flow of %i nodes answers within %i ms', async (nodes, limit) => {
  const id = `long-${nodes}`;
  const body = { id, name: id, from: { document: long(id, nodes) } };
  expect((await world.ask('POST', '/flows', { cookie: analyst, body })).status).toBe(201);
  let base = 1;
  const took = await best(20, async (i) => {
    const operations = [{ op: 'configure-node', node: `n${nodes - 1}`, at: '/text', value: `{"n": ${i}}` }];
    const sent = { base: base++, session: 'session-one', number: i + 1, operations };
    return world.ask('POST', `/flows/${id}/operations`, { cookie: analyst, body: sent });
  });
  expect(took).toBeLessThan(limit);
  const opened = await best(3, () => world.ask('GET', `/flows/${id}/draft`, { cookie: analyst }));
  expect(opened).toBeLessThan(1000);
});
