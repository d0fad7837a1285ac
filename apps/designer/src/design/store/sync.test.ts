import { canonical, emptyFlow, type FlowDocument, type Operation } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keepTheirs, sidesOf, takeMine } from './conflicts.ts';
import { documentStore } from './document.ts';
import { edit, endGesture, redo, undo } from './edit.ts';
import type { Keep, Kept } from './keep.ts';
import { withEdits } from './rebase.ts';
import { MemoryServer } from './support/memory.ts';
import { type OpenFlow, openFlow } from './sync.ts';
import { openNode, viewStore } from './view.ts';

const times = { saveMs: 1, keepMs: 1, retryMs: [2] };
const map = (id: string): Operation => ({ op: 'add-node', id, type: 'transform.map', at: { x: 0, y: 0 } });
const rename = (id: string, name: string, was?: string): Operation => ({ op: 'rename-node', node: id, name, was });

function shelf(): Keep & { kept: Kept | null } {
  const keep = {
    kept: null as Kept | null,
    read: async () => keep.kept,
    write: (kept: Kept) => {
      keep.kept = structuredClone(kept);
    },
    release: () => {},
  };
  return keep;
}

const state = () => documentStore.getState();
const names = (document: FlowDocument | null) => document?.nodes.map(({ name }) => name);

let server: MemoryServer;
let keep: ReturnType<typeof shelf>;
let open: OpenFlow;

async function start(): Promise<void> {
  open = openFlow('usage', server.transport('Ada'), keep, times);
  await vi.waitFor(() => expect(state().document).not.toBeNull());
}
const settled = () => vi.waitFor(() => expect(state()).toMatchObject({ pending: [], flight: 0 }));

beforeEach(async () => {
  server = new MemoryServer(emptyFlow('usage', 'Usage'));
  server.make('Seed', map('a'));
  keep = shelf();
  await start();
});
afterEach(() => open.close());

describe('an edit', () => {
  test('is drawn at once and saved a moment later', async () => {
    expect(edit([map('b')])).toBeNull();
    expect(state().document?.nodes).toHaveLength(2);
    expect(server.document.nodes).toHaveLength(1);
    await settled();
    expect(server.document).toEqual(state().document);
    expect(state().base).toEqual(state().document);
  });

  test('that cannot be made changes nothing and says why', () => {
    expect(edit([rename('gone', 'X')])).toMatchObject({ code: 'node_gone' });
    expect(state().past).toEqual([]);
    expect(state().pending).toEqual([]);
  });

  test('of somebody who may only look is not made, and says why', () => {
    open.close();
    open = openFlow('usage', server.transport('Ada'), keep, times, false);
    documentStore.setState({ document: server.document });
    expect(edit([map('b')])).toMatchObject({ code: 'read_only' });
    expect([names(state().document), state().pending]).toEqual([['Map'], []]);
  });

  test('typed letter by letter is one operation and one step', async () => {
    for (const text of ['$', '$.', '$.a']) {
      edit([{ op: 'configure-node', node: 'a', at: '/text', value: text, was: text.slice(0, -1) || '{}' }], {
        gesture: 'a/text',
      });
    }
    expect(state().pending).toHaveLength(1);
    expect(state().past).toHaveLength(1);
    undo();
    expect(state().document?.nodes[0]?.config['text']).toBe('{}');
    redo();
    expect(state().document?.nodes[0]?.config['text']).toBe('$.a');
    endGesture();
    await settled();
    expect(server.document.nodes[0]?.config['text']).toBe('$.a');
  });
});

describe('with others', () => {
  test('their edits go below what is pending here', async () => {
    edit([rename('a', 'Mine')]);
    server.make('Grace', map('g'));
    expect(names(state().document)).toContain('Mine');
    await settled();
    expect(state().document).toEqual(server.document);
    expect(state().document?.nodes.map(({ id }) => id)).toEqual(['a', 'g']);
  });

  test('an edit of the same value is a conflict that shows both, and either can win', async () => {
    server.isDown = true;
    edit([rename('a', 'Mine', 'Map')]);
    await vi.waitFor(() => expect(state().hindrance?.kind).toBe('offline'));
    server.make('Grace', rename('a', 'Theirs', 'Map'));
    server.up();
    await vi.waitFor(() => expect(state().conflicts).toHaveLength(1));
    const [conflict] = state().conflicts;
    expect(conflict).toMatchObject({ by: 'Grace', problem: { code: 'changed_meanwhile' } });
    expect(sidesOf(conflict!)).toEqual({ mine: 'Mine', theirs: 'Theirs' });
    expect(names(state().document)).toEqual(['Theirs']);
    expect(state().past).toEqual([]);
    expect(takeMine(conflict!)).toBeNull();
    await settled();
    expect(names(server.document)).toEqual(['Mine']);
    expect(state().conflicts).toEqual([]);
  });

  test('an edit of what somebody removed knows what it was called, also over a reload', async () => {
    server.isDown = true;
    edit([{ op: 'configure-node', node: 'a', at: '/text', value: 'x' }]);
    await vi.waitFor(() => expect(keep.kept?.pending).toMatchObject([{ about: 'Map' }]));
    server.make('Grace', { op: 'remove-nodes', nodes: ['a'] });
    open.close();
    server.up();
    await start();
    await vi.waitFor(() => expect(state().conflicts).toHaveLength(1));
    expect(state().conflicts[0]).toMatchObject({ about: 'Map', problem: { code: 'node_gone' } });
  });

  test('a conflict let go leaves theirs', async () => {
    server.make('Grace', rename('a', 'Theirs'));
    documentStore.setState({
      conflicts: [{ id: '1', operation: rename('a', 'Mine'), problem: {} as never, by: null }],
    });
    keepTheirs('1');
    expect(state().conflicts).toEqual([]);
  });

  test('undo takes back mine and leaves theirs', async () => {
    edit([map('b')]);
    await settled();
    server.make('Grace', rename('a', 'Theirs'));
    await vi.waitFor(() => expect(names(state().document)).toContain('Theirs'));
    expect(undo()).toBeNull();
    await settled();
    expect(names(server.document)).toEqual(['Theirs']);
  });

  test('undo of what they changed since says so and leaves the stack', async () => {
    edit([rename('a', 'Mine', 'Map')]);
    await settled();
    server.make('Grace', rename('a', 'Theirs'));
    await vi.waitFor(() => expect(names(state().document)).toEqual(['Theirs']));
    expect(undo()).toMatchObject({ code: 'changed_meanwhile' });
    expect(state().past).toEqual([]);
    expect(names(state().document)).toEqual(['Theirs']);
  });

  test('a node they remove is neither selected nor open any more', async () => {
    openNode('a');
    server.make('Grace', { op: 'remove-nodes', nodes: ['a'] });
    await vi.waitFor(() => expect(viewStore.getState().open).toBeNull());
    expect([...viewStore.getState().selection]).toEqual([]);
  });

  test('what was missed while the line was cut is fetched when it is back', async () => {
    server.isDown = true;
    server.make('Grace', map('g'));
    server.make('Grace', map('h'));
    expect(state().document?.nodes).toHaveLength(1);
    server.up();
    await vi.waitFor(() => expect(state().document).toEqual(server.document));
  });
});

describe('without a line', () => {
  test('edits wait, say so, and are saved when the server is back', async () => {
    server.isDown = true;
    edit([map('b')]);
    edit([map('c')]);
    await vi.waitFor(() => expect(state().hindrance?.kind).toBe('offline'));
    expect(state().pending).toHaveLength(2);
    server.up();
    await settled();
    expect(server.document.nodes).toHaveLength(3);
    await vi.waitFor(() => expect(state().hindrance).toBeNull());
  });

  test('what was made, but whose answer was lost, is made once', async () => {
    server.faults.push('after');
    edit([{ op: 'duplicate-nodes', ids: { a: 'copy' } }]);
    await settled();
    expect(server.document.nodes.map(({ id }) => id)).toEqual(['a', 'copy']);
    expect(state().document).toEqual(server.document);
    expect(state().conflicts).toEqual([]);
  });

  test('waiting edits and the steps of undo outlive a reload', async () => {
    edit([map('b')]);
    await settled();
    server.isDown = true;
    edit([map('c')]);
    await vi.waitFor(() => expect(keep.kept?.pending).toHaveLength(1));
    open.close();
    server.isDown = false;
    await start();
    expect(state().past).toHaveLength(2);
    await settled();
    expect(server.document.nodes).toHaveLength(3);
    undo();
    undo();
    await settled();
    expect(server.document.nodes.map(({ id }) => id)).toEqual(['a']);
  });

  test('a reload in the middle of sending sends under the same numbers', async () => {
    server.faults.push('after');
    edit([{ op: 'duplicate-nodes', ids: { a: 'copy' } }]);
    await vi.waitFor(() => expect(server.revision).toBe(3));
    open.keep();
    open.close();
    await start();
    await settled();
    expect(state().document).toEqual(server.document);
    expect(server.document.nodes).toHaveLength(2);
    expect(state().conflicts).toEqual([]);
  });

  test('a flow that cannot be loaded yet is loaded when the server is there', async () => {
    open.close();
    server.isDown = true;
    open = openFlow('usage', server.transport('Ada'), shelf(), times);
    await vi.waitFor(() => expect(state().hindrance?.kind).toBe('offline'));
    server.up();
    await vi.waitFor(() => expect(state()).toMatchObject({ revision: 2, hindrance: null }));
  });
});

test('however edits, losses and others fall together, both sides come to the same document', async () => {
  const id = fc.constantFrom('a', 'b', 'c');
  const operation: fc.Arbitrary<Operation> = fc.oneof(
    id.map(map),
    fc.record({ op: fc.constant('rename-node' as const), node: id, name: fc.constantFrom('One', 'Two') }),
    fc.record({ op: fc.constant('remove-nodes' as const), nodes: fc.tuple(id) }),
    fc.record({ op: fc.constant('add-wire' as const), from: id, port: fc.constant('out'), to: id }),
  );
  const event = fc.oneof(
    operation.map((made) => ({ who: 'me' as const, made })),
    operation.map((made) => ({ who: 'other' as const, made })),
    fc.constantFrom('undo' as const, 'redo' as const, 'before' as const, 'after' as const, 'pause' as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 16 }), async (events) => {
      open.close();
      server = new MemoryServer(emptyFlow('usage', 'Usage'));
      keep = shelf();
      await start();
      for (const one of events) {
        if (one === 'undo') undo();
        else if (one === 'redo') redo();
        else if (one === 'before' || one === 'after') server.faults.push(one);
        else if (one === 'pause') await new Promise((resolve) => setTimeout(resolve, 2));
        else if (one.who === 'me') edit([one.made]);
        else server.make('Grace', one.made);
      }
      await settled();
      await vi.waitFor(() => expect(canonical(state().document!)).toBe(canonical(server.document)));
      const told = withEdits(
        emptyFlow('usage', 'Usage'),
        server.log.flatMap(({ operations }) => operations),
        catalogue,
      );
      expect(canonical(told)).toBe(canonical(server.document));
    }),
    { numRuns: 40 },
  );
});
