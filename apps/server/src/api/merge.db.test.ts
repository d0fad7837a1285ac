import { canonical, type FlowDocument, type Operation } from '@throughline/flow';
import { readDraft } from '@throughline/store';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { type Editor, openEditor } from './testing/editor.ts';
import { emailOf, openWorld, type World } from './testing/world.ts';

let world: World;
const cookies: string[] = [];
let flows = 0;
beforeAll(async () => {
  world = await openWorld(await createDatabase());
  cookies.push(await world.signIn(emailOf('analyst')), await world.signIn(emailOf('admin')));
});
afterAll(() => world.close());

const begin = async () => {
  const id = `merge-${++flows}`;
  const body = { id, name: 'Merge' };
  expect((await world.ask('POST', '/flows', { cookie: cookies[0]!, body })).status).toBe(201);
  const [a, b] = [
    await openEditor(world, id, 'session-a', cookies[0]!),
    await openEditor(world, id, 'session-b', cookies[1]!),
  ];
  return { id, a: a!, b: b! };
};

/** Both until nothing is new to either. */
const settle = async (id: string, ...editors: Editor[]) => {
  for (const editor of [...editors, ...editors]) {
    editor.edit({ op: 'move-nodes', nodes: { [`none-${editor.revision}`]: { x: 0, y: 0 } } });
    await editor.send();
  }
  const stored = await world.store.sql<{ draft: string }[]>`select draft from flow where id = ${id}`;
  return stored[0]!.draft;
};

interface Act {
  who: 0 | 1;
  what: 'add' | 'configure' | 'rename' | 'remove' | 'move' | 'wire' | 'paste' | 'send' | 'lose';
  node: number;
  at: number;
}

const act: fc.Arbitrary<Act> = fc.record({
  who: fc.constantFrom(0, 1),
  what: fc.constantFrom(
    'add',
    'add',
    'configure',
    'configure',
    'rename',
    'remove',
    'move',
    'wire',
    'paste',
    'send',
    'lose',
  ),
  node: fc.nat(5),
  at: fc.nat(900),
});

/** The edit that a person makes who sees this; every value is another one, so that each can be told again. */
function editOf({ what, node, at, who }: Act, document: FlowDocument, turn: number): Operation | null {
  const id = `n${node}`;
  const there = document.nodes.find((one) => one.id === id);
  const value = `${who}-${turn}`;
  switch (what) {
    case 'add':
      return { op: 'add-node', id, type: node % 2 === 0 ? 'transform.map' : 'route.filter', name: value };
    case 'configure': {
      const was = (there?.config['text'] ?? null) as string | null;
      return { op: 'configure-node', node: id, at: '/text', value, was };
    }
    case 'rename':
      return { op: 'rename-node', node: id, name: value, was: there?.name ?? 'nobody' };
    case 'remove':
      return { op: 'remove-nodes', nodes: [id], was: there === undefined ? [] : [there] };
    case 'move':
      return { op: 'move-nodes', nodes: { [id]: { x: at, y: turn } } };
    case 'wire':
      return { op: 'add-wire', from: id, port: 'out', to: `n${at % 6}` };
    case 'paste':
      return there === undefined ? null : { op: 'duplicate-nodes', ids: { [id]: `copy-${value}` } };
    default:
      return null;
  }
}

describe('two who edit one flow', () => {
  it('come to the very document that the server has, and every edit is either made once or comes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 30 }), async (acts) => {
        const { id, a, b } = await begin();
        const editors = [a, b] as const;
        const tried: Operation[][] = [[], []];
        for (const [turn, one] of acts.entries()) {
          const editor = editors[one.who];
          if (one.what === 'send' || one.what === 'lose') {
            await editor.send({ lost: one.what === 'lose' });
            continue;
          }
          const edit = editOf(one, editor.document, turn);
          if (edit !== null && editor.edit(edit)) tried[one.who]!.push(edit);
        }
        const stored = await settle(id, a, b);
        expect(canonical(a.document)).toBe(stored);
        expect(canonical(b.document)).toBe(stored);

        const log = await world.store.sql<{ session: string; operations: string }[]>`
          select session, operations from draft_change where flow_id = ${id} order by revision`;
        for (const [who, session] of ['session-a', 'session-b'].entries()) {
          const made = log.filter((row) => row.session === session).flatMap((row) => JSON.parse(row.operations));
          const told = (operation: Operation) => 'value' in operation || operation.op === 'rename-node';
          const kept = made.filter(told).map((operation) => JSON.stringify(operation));
          const back = editors[who]!.refused.map(({ operation }) => JSON.stringify(operation));
          expect(new Set(kept).size).toBe(kept.length);
          for (const operation of tried[who]!.filter(told)) {
            const text = JSON.stringify(operation);
            expect(kept.includes(text) !== back.includes(text), `${text} made or refused, not both`).toBe(true);
          }
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('are told when the other changed the same setting: the first stands, the second comes back', async () => {
    const { id, a, b } = await begin();
    a.edit({ op: 'add-node', id: 'map', type: 'transform.map' });
    await a.send();
    await settle(id, a, b);
    const was = a.document.nodes[0]!.config['text'] as string;
    a.edit({ op: 'configure-node', node: 'map', at: '/text', value: 'a.total', was });
    b.edit({ op: 'configure-node', node: 'map', at: '/text', value: 'b.total', was });
    b.edit({ op: 'rename-node', node: 'map', name: 'Totals', was: 'Map' });
    await a.send();
    await b.send();
    await settle(id, a, b);
    expect(a.refused).toEqual([]);
    expect(b.refused).toMatchObject([{ problem: { code: 'changed_meanwhile', node: 'map', field: '/text' } }]);
    expect(a.document.nodes[0]!.config['text']).toBe('a.total');
  });

  it('have their document again in another process that has kept nothing of it', async () => {
    const { id, a } = await begin();
    for (const node of ['10', 'b', '2', 'a']) a.edit({ op: 'add-node', id: node, type: 'transform.map' });
    await a.send();
    const elsewhere = await readDraft(world.store, id, new Map());
    expect(canonical(elsewhere!.document)).toBe(canonical(a.document));
  });
});
