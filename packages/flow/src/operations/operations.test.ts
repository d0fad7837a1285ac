import { describe, expect, test } from 'vitest';
import { canonical } from '../canonical.ts';
import { emptyFlow, type FlowDocument, LIMITS } from '../document.ts';
import { catalogue, flow, node } from '../support/catalogue.ts';
import { fragmentOf, freshIds } from './fragment.ts';
import { type Applied, apply, applyAll, labelOf, type Operation, operations } from './operations.ts';

const drawn = flow(
  [
    node('in', 'trigger.door'),
    node('fork', 'route.fork'),
    node('map', 'transform.shape'),
    node('send', 'connector.send'),
  ],
  ['in > fork', 'fork:yes > map', 'map > send', 'fork:otherwise > send'],
);

function made(result: Applied): FlowDocument {
  if ('refused' in result) throw new Error(`${result.refused.code}: ${result.refused.sentence}`);
  return result.document;
}
const edit = (document: FlowDocument, ...edits: Operation[]) => made(applyAll(document, edits, catalogue));
function code(document: FlowDocument, operation: unknown): string | undefined {
  const result = apply(document, operation as Operation, catalogue);
  return 'refused' in result ? result.refused.code : undefined;
}

describe('nodes', () => {
  test('add-node takes the initial settings, a free name and a free place, and is one node when made twice', () => {
    const add: Operation = { op: 'add-node', id: 'm2', type: 'transform.shape' };
    const once = edit(edit(drawn, { op: 'add-node', id: 'm1', type: 'transform.shape', at: { x: 10, y: 5 } }), add);
    expect(once.nodes.at(-1)).toEqual({
      id: 'm2',
      type: 'transform.shape',
      version: 3,
      name: 'Shape 2',
      config: { text: '$', rounds: 1 },
    });
    expect(once.layout.nodes).toEqual({ m1: { x: 10, y: 5 }, m2: { x: 230, y: 5 } });
    expect(edit(once, add)).toBe(once);
    expect(code(once, { op: 'add-node', id: 'm2', type: 'connector.send' })).toBe('id_taken');
    expect(code(once, { op: 'add-node', id: 'm3', type: 'transform.none' })).toBe('unknown_type');
  });

  test('a new node does not share its settings with the catalogue', () => {
    const first = edit(emptyFlow('a', 'A'), { op: 'add-node', id: 'x', type: 'route.fork' });
    expect(first.nodes[0]?.config).not.toBe(catalogue.get('route.fork')?.initial);
  });

  test('remove-nodes takes wires, samples and places with it', () => {
    const fixture = { name: 'one', kind: 'answer' as const, node: 'send', contentType: 'application/json', body: '{}' };
    const full = edit(drawn, { op: 'set-fixture', fixture }, { op: 'move-nodes', nodes: { send: { x: 1, y: 1 } } });
    const left = edit(full, { op: 'remove-nodes', nodes: ['send', 'long-gone'] });
    expect(left.wires).toHaveLength(2);
    expect(left.fixtures).toEqual([]);
    expect(left.layout.nodes).toEqual({});
    expect(edit(left, { op: 'remove-nodes', nodes: ['send'] })).toBe(left);
  });

  test('remove-nodes is refused when somebody changed a node since it was seen', () => {
    const seen = drawn.nodes.filter(({ id }) => id === 'map');
    const renamed = edit(drawn, { op: 'rename-node', node: 'map', name: 'Prices' });
    expect(code(renamed, { op: 'remove-nodes', nodes: ['map'], was: seen })).toBe('changed_meanwhile');
    expect(code(drawn, { op: 'remove-nodes', nodes: ['map'], was: seen })).toBeUndefined();
  });

  test('replace-type keeps id and name, and wires follow by port name, then by place', () => {
    const now = edit(drawn, { op: 'replace-type', node: 'fork', type: 'transform.shape' });
    expect(now.nodes[1]).toMatchObject({ id: 'fork', name: 'fork', type: 'transform.shape', config: { text: '$' } });
    expect(now.wires).toEqual(flow([], ['in > fork', 'fork:out > map', 'map > send']).wires);
    expect(
      edit(drawn, { op: 'replace-type', node: 'map', type: 'trigger.door' }).wires.some((wire) => wire.to === 'map'),
    ).toBe(false);
  });

  test('set-disabled and set-note put nothing into the document that is not so', () => {
    const off = edit(
      drawn,
      { op: 'set-disabled', nodes: ['map', 'gone'], disabled: true },
      { op: 'set-note', node: 'map', note: 'why' },
    );
    expect(off.nodes[2]).toMatchObject({ disabled: true, note: 'why' });
    const on = edit(
      off,
      { op: 'set-disabled', nodes: ['map'], disabled: false },
      { op: 'set-note', node: 'map', note: null },
    );
    expect(canonical(on)).toBe(canonical(drawn));
    expect(code(drawn, { op: 'set-disabled', nodes: ['gone'], disabled: true })).toBe('node_gone');
  });
});

describe('settings', () => {
  test('configure-node sets, appends and takes away by pointer', () => {
    const set = edit(drawn, { op: 'configure-node', node: 'fork', at: '/cases/0/text', value: 'qty > 1' });
    expect(set.nodes[1]?.config).toEqual({ cases: [{ port: 'yes', text: 'qty > 1' }] });
    const more = edit(set, {
      op: 'configure-node',
      node: 'fork',
      at: '/cases/-',
      value: { port: 'no', text: 'false' },
    });
    expect(more.nodes[1]?.config).toMatchObject({ cases: [{ port: 'yes' }, { port: 'no' }] });
    const less = edit(more, { op: 'configure-node', node: 'fork', at: '/cases/0' });
    expect(less.nodes[1]?.config).toEqual({ cases: [{ port: 'no', text: 'false' }] });
    expect(edit(drawn, { op: 'configure-node', node: 'map', at: '', value: { text: 'x' } }).nodes[2]?.config).toEqual({
      text: 'x',
    });
  });

  test('a setting changed by somebody else is never overwritten', () => {
    const theirs = edit(drawn, { op: 'configure-node', node: 'map', at: '/text', value: 'theirs', was: '$' });
    const mine = { op: 'configure-node', node: 'map', at: '/text', value: 'mine', was: '$' };
    expect(code(theirs, mine)).toBe('changed_meanwhile');
    expect(code(theirs, { ...mine, value: 'theirs' })).toBeUndefined();
    expect(code(theirs, { ...mine, at: '/rounds', value: 2, was: 1 })).toBeUndefined();
    expect(code(drawn, { ...mine, at: '/label', value: 'new', was: null })).toBeUndefined();
  });

  test.each([
    [{ node: 'gone', at: '/text', value: 1 }, 'node_gone'],
    [{ node: 'map', at: 'text', value: 1 }, 'pointer_invalid'],
    [{ node: 'map', at: '/text/deeper', value: 1 }, 'pointer_missing'],
    [{ node: 'fork', at: '/cases/7', value: 1 }, 'pointer_missing'],
    [{ node: 'fork', at: '/__proto__/polluted', value: 1 }, 'pointer_missing'],
    [{ node: 'map', at: '', value: [] }, 'config_invalid'],
    [{ node: 'map', at: '/text', value: 'a\u0000' }, 'text_unsound'],
  ])('configure-node %j is refused as %s', (args, expected) => {
    expect(code(drawn, { op: 'configure-node', ...args })).toBe(expected);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('a renamed port keeps its wires', () => {
    const renamed = edit(drawn, { op: 'configure-node', node: 'fork', at: '/cases/0/port', value: 'billable' });
    expect(renamed.wires).toContainEqual({ from: 'fork', port: 'billable', to: 'map' });
    expect(renamed.wires.some((wire) => wire.port === 'yes')).toBe(false);
  });
});

describe('wires', () => {
  test('add-wire and remove-wire made twice change nothing more', () => {
    const wire = { from: 'fork', port: 'otherwise', to: 'map' };
    const once = edit(drawn, { op: 'add-wire', ...wire });
    expect(once.wires).toHaveLength(5);
    expect(edit(once, { op: 'add-wire', ...wire })).toBe(once);
    const less = edit(once, { op: 'remove-wire', ...wire });
    expect(less).toEqual(drawn);
    expect(edit(less, { op: 'remove-wire', ...wire })).toBe(less);
  });

  test.each([
    [{ from: 'map', port: 'out', to: 'in' }, 'wire_into_trigger'],
    [{ from: 'map', port: 'out', to: 'fork' }, 'cycle'],
    [{ from: 'map', port: 'out', to: 'map' }, 'cycle'],
    [{ from: 'map', port: 'side', to: 'send' }, 'port_missing'],
    [{ from: 'map', port: 'out', to: 'gone' }, 'node_gone'],
    [{ from: 'gone', port: 'out', to: 'map' }, 'node_gone'],
  ])('add-wire %j is refused as %s', (wire, expected) => {
    expect(code(drawn, { op: 'add-wire', ...wire })).toBe(expected);
  });

  test('insert-on-wire puts a node between, once', () => {
    const insert: Operation = {
      op: 'insert-on-wire',
      wire: { from: 'map', port: 'out', to: 'send' },
      id: 'mid',
      type: 'route.fork',
    };
    const now = edit(drawn, insert);
    expect(now.wires).toContainEqual({ from: 'map', port: 'out', to: 'mid' });
    expect(now.wires).toContainEqual({ from: 'mid', port: 'yes', to: 'send' });
    expect(now.wires).not.toContainEqual({ from: 'map', port: 'out', to: 'send' });
    expect(edit(now, insert)).toBe(now);
    expect(code(now, { ...insert, id: 'mid2' })).toBe('wire_gone');
    expect(code(drawn, { ...insert, type: 'connector.answer' })).toBe('no_output');
    expect(code(drawn, { ...insert, type: 'trigger.door' })).toBe('wire_into_trigger');
  });
});

describe('copies', () => {
  test('duplicate-nodes copies wires among the chosen, under new ids and names', () => {
    const now = edit(drawn, { op: 'duplicate-nodes', ids: { map: 'map-b', send: 'send-b' } });
    expect(now.nodes.slice(4).map(({ id, name }) => [id, name])).toEqual([
      ['map-b', 'map 2'],
      ['send-b', 'send 2'],
    ]);
    expect(now.wires.slice(4)).toEqual([{ from: 'map-b', port: 'out', to: 'send-b' }]);
    expect(code(now, { op: 'duplicate-nodes', ids: { map: 'map-b' } })).toBe('id_taken');
    expect(code(drawn, { op: 'duplicate-nodes', ids: { gone: 'x' } })).toBe('node_gone');
  });

  test('paste brings a fragment from another flow, unknown types kept as they are', () => {
    const strange = node('map', 'acme.special', { anything: [1] });
    const fragment = fragmentOf(flow([...drawn.nodes.slice(0, 2), strange], ['in > fork', 'fork:yes > map']), [
      'fork',
      'map',
    ]);
    const ids = freshIds(drawn, fragment);
    expect(ids).toEqual({ fork: 'fork-2', map: 'map-2' });
    const now = edit(drawn, { op: 'paste', fragment, ids, offset: { x: 10, y: 0 } });
    expect(now.nodes.at(-1)).toMatchObject({ id: 'map-2', type: 'acme.special', config: { anything: [1] } });
    expect(now.wires.at(-1)).toEqual({ from: 'fork-2', port: 'yes', to: 'map-2' });
    expect(edit(drawn, { op: 'paste', fragment: JSON.parse(JSON.stringify(fragment)) }).nodes.at(-1)?.id).toBe('map-2');
    const newer = { ...fragment, nodes: [node('n', 'transform.shape', {}, { version: 9 })], wires: [] };
    expect(code(drawn, { op: 'paste', fragment: newer })).toBe('node_newer');
  });

  test('frames and notes come along, or go alone, under ids that are free', () => {
    const box = { x: 0, y: 0, width: 300, height: 200 };
    const framed = edit(
      drawn,
      { op: 'add-frame', frame: { id: 'f', title: 'Billing', ...box } },
      { op: 'add-note', note: { id: 'n', text: 'Ask Ada', ...box } },
    );
    const fragment = fragmentOf(framed, ['map', 'f', 'n']);
    const ids = freshIds(framed, fragment);
    expect(ids).toEqual({ map: 'map-2', f: 'f-2', n: 'n-2' });
    const twice = edit(framed, { op: 'paste', fragment, ids, offset: { x: 10, y: 20 } });
    expect(twice.layout.frames.at(-1)).toEqual({ id: 'f-2', title: 'Billing', ...box, x: 10, y: 20 });
    expect(twice.layout.notes.at(-1)).toMatchObject({ id: 'n-2', text: 'Ask Ada' });
    expect(code(twice, { op: 'duplicate-nodes', ids: { n: 'f' } })).toBe('id_taken');
    const note = fragmentOf(framed, ['n']);
    expect(edit(drawn, { op: 'paste', fragment: note }).layout.notes).toEqual(note.notes);
    expect(code(drawn, { op: 'paste', fragment: fragmentOf(framed, []) })).toBe('operation_invalid');
  });

  test('a flow never outgrows its limits', () => {
    const full = flow(
      Array.from({ length: LIMITS.nodes }, (_, i) => node(`n${i}`, 'transform.shape')),
      [],
    );
    expect(code(full, { op: 'add-node', id: 'one-more', type: 'transform.shape' })).toBe('flow_too_large');
  });
});

describe('drawing, samples and words', () => {
  const frame = { id: 'f', title: 'Prices', x: 0, y: 0, width: 10, height: 10 };
  const note = { id: 'n', text: 'See contract', x: 0, y: 0, width: 10, height: 10 };

  test('frames and notes come, change and go', () => {
    const both = edit(drawn, { op: 'add-frame', frame }, { op: 'add-note', note });
    expect(edit(both, { op: 'add-frame', frame })).toBe(both);
    const changed = edit(both, { op: 'edit-frame', id: 'f', change: { title: 'Costs' }, was: { title: 'Prices' } });
    expect(code(changed, { op: 'edit-frame', id: 'f', change: { title: 'Mine' }, was: { title: 'Prices' } })).toBe(
      'changed_meanwhile',
    );
    expect(code(changed, { op: 'edit-frame', id: 'f', change: { x: 3 }, was: { x: 0 } })).toBeUndefined();
    expect(code(changed, { op: 'edit-note', id: 'gone', change: { text: '' } })).toBe('note_gone');
    expect(edit(changed, { op: 'remove-frame', id: 'f' }, { op: 'remove-note', id: 'n' })).toEqual(drawn);
  });

  test('set-layout moves what is there and brings nothing back', () => {
    const framed = edit(drawn, { op: 'add-frame', frame });
    const now = edit(framed, {
      op: 'set-layout',
      nodes: { in: { x: 1, y: 2 }, gone: { x: 0, y: 0 } },
      frames: [{ ...frame, title: '?', x: 9 }],
    });
    expect(now.layout.nodes).toEqual({ in: { x: 1, y: 2 } });
    expect(now.layout.frames).toEqual([{ ...frame, x: 9 }]);
  });

  test('a sample replaces the one of the same name, kind and node', () => {
    const fixture = { name: 'one', kind: 'message' as const, node: 'in', contentType: 'application/json', body: '{}' };
    const once = edit(drawn, { op: 'set-fixture', fixture });
    const twice = edit(once, { op: 'set-fixture', fixture: { ...fixture, body: '[]' }, was: fixture });
    expect(twice.fixtures).toEqual([{ ...fixture, body: '[]' }]);
    expect(code(twice, { op: 'set-fixture', fixture: { ...fixture, body: '1' }, was: fixture })).toBe(
      'changed_meanwhile',
    );
    expect(code(twice, { op: 'remove-fixture', name: 'one', kind: 'message', node: 'in', was: fixture })).toBe(
      'changed_meanwhile',
    );
    expect(edit(twice, { op: 'remove-fixture', name: 'one', kind: 'message', node: 'in' })).toEqual(drawn);
  });

  test('rename-flow and describe-flow are refused over another hand', () => {
    const now = edit(
      drawn,
      { op: 'rename-flow', name: 'New', was: drawn.name },
      { op: 'describe-flow', description: 'For ERP' },
    );
    expect(now).toMatchObject({ name: 'New', description: 'For ERP' });
    expect(code(now, { op: 'rename-flow', name: 'Mine', was: drawn.name })).toBe('changed_meanwhile');
    expect(code(now, { op: 'describe-flow', description: 'Mine', was: '' })).toBe('changed_meanwhile');
  });
});

describe('every operation', () => {
  test('has words and a name of its own', () => {
    expect(new Set(operations.map(({ op }) => op)).size).toBe(operations.length);
    for (const { label } of operations) expect(label).toMatch(/^[A-Z][a-z ]+$/);
    expect(labelOf({ op: 'rename-flow', name: 'x' })).toBe('Rename flow');
  });

  test('what is no operation is refused with the place of the fault', () => {
    expect(apply(drawn, { op: 'explode' } as unknown as Operation, catalogue)).toMatchObject({
      refused: { code: 'operation_invalid' },
    });
    expect(apply(drawn, { op: 'rename-node', node: 'map', name: '' }, catalogue)).toMatchObject({
      refused: { field: '/name' },
    });
  });
});
