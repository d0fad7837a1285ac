import { describe, expect, test } from 'vitest';
import { canonical } from './canonical.ts';
import { diff, isUnchanged } from './diff.ts';
import { emptyFlow } from './document.ts';
import { hashOf } from './json/hash.ts';
import { documentMigrations } from './migrations/documents.ts';
import { lift } from './migrations/lift.ts';
import { applyAll, type Operation } from './operations/operations.ts';
import { parseDocument } from './parse.ts';
import { flowJsonSchema, operationJsonSchema } from './schema.ts';
import { catalogue, flow, node } from './support/catalogue.ts';

const drawn = flow(
  [node('in', 'trigger.door'), node('map', 'transform.shape', { text: 'a' }), node('send', 'connector.send')],
  ['in > map', 'map > send'],
);
function edited(...edits: Operation[]) {
  const result = applyAll(drawn, edits, catalogue);
  if ('refused' in result) throw new Error(result.refused.sentence);
  return result.document;
}

describe('canonical', () => {
  test('is the same for any order of keys and wires, and reads back as the same flow', () => {
    const mixed = {
      ...drawn,
      wires: drawn.wires.toReversed(),
      nodes: drawn.nodes.map(({ config, ...rest }) => ({
        config: Object.fromEntries(Object.entries(config).reverse()),
        ...rest,
      })),
    };
    expect(canonical(mixed)).toBe(canonical(drawn));
    expect(parseDocument(canonical(drawn)).document).toEqual(drawn);
    expect(canonical(drawn).endsWith('}\n')).toBe(true);
  });

  test('one edit is a small change of text', () => {
    const lines = (text: string) => new Set(text.split('\n'));
    const before = lines(canonical(drawn));
    const now = canonical(edited({ op: 'configure-node', node: 'map', at: '/text', value: 'b' }));
    expect([...lines(now)].filter((line) => !before.has(line))).toEqual(['        "text": "b"']);
    expect(canonical(drawn).indexOf('"layout"')).toBeGreaterThan(canonical(drawn).indexOf('"fixtures"'));
  });

  test('the hash is SHA-256 of the sorted JSON text', () => {
    expect(hashOf({ b: 1, a: [] })).toBe(hashOf({ a: [], b: 1 }));
    expect(hashOf('abc')).toBe('6cc43f858fbb763301637b5af970e2a46b46f461f27e5a0f41e009c59b827b25');
  });
});

describe('parseDocument', () => {
  test.each<[unknown, string]>([
    ['{"schema": 1,', 'json_invalid'],
    ['[]', 'not_a_flow'],
    [null, 'not_a_flow'],
    [{ schema: '1' }, 'not_a_flow'],
    [{ ...drawn, schema: 2 }, 'document_newer'],
    [{ ...drawn, id: 'Not A Slug' }, 'document_invalid'],
    [{ ...drawn, extra: 1 }, 'document_invalid'],
    [{ ...drawn, name: 'half \ud800' }, 'text_unsound'],
    [`{"schema":1,"a":${'['.repeat(100)}${']'.repeat(100)}}`, 'depth_limit'],
    ['{"schema":1,"nodes":[{"config":{"__proto__":{"x":1}}}]}', 'key_unsound'],
  ])('%j is refused as %s', (input, code) => {
    const { document, problems } = parseDocument(input);
    expect(document).toBeNull();
    expect(problems[0]?.code).toBe(code);
    expect(problems[0]?.sentence.length).toBeGreaterThan(20);
  });

  test('keeps an unknown type and a newer node as they are', () => {
    const nodes = [
      node('x', 'acme.special', { deep: [{ any: null }] }),
      node('y', 'transform.shape', { odd: 1 }, { version: 9 }),
    ];
    expect(parseDocument(canonical(flow(nodes, [])), catalogue).document?.nodes).toEqual(nodes);
  });

  test('lifts older settings and names what it did; settings that cannot be lifted stay', () => {
    const old = { ...node('x', 'transform.shape'), version: 1, config: { expression: 'id' } };
    const { document, lifted } = parseDocument(flow([old], []), catalogue);
    expect(document?.nodes[0]).toMatchObject({ version: 3, config: { text: 'id', rounds: 1 } });
    expect(lifted).toEqual(['transform.shape:call-it-text', 'transform.shape:count-rounds']);
    expect(old.config).toEqual({ expression: 'id' });
  });
});

describe('migrations', () => {
  test('are taken in order, from the version the value has', () => {
    const steps = [
      { name: 'third', to: 3, up: (v: Record<string, unknown>) => ({ ...v, trail: `${v['trail']}3` }) },
      { name: 'second', to: 2, up: (v: Record<string, unknown>) => ({ ...v, trail: `${v['trail']}2` }) },
    ];
    expect(lift({ trail: '' }, 1, steps)).toEqual({ value: { trail: '23' }, version: 3, lifted: ['second', 'third'] });
    expect(lift({ trail: '' }, 2, steps).lifted).toEqual(['third']);
  });

  test('of documents have each been exercised by a sample of the version before', () => {
    const samples: unknown[] = [emptyFlow('v1', 'Version 1')];
    const exercised = new Set(samples.flatMap((sample) => parseDocument(sample).lifted));
    expect(documentMigrations.filter(({ name }) => !exercised.has(name))).toEqual([]);
    expect(samples).toHaveLength(documentMigrations.length + 1);
  });
});

describe('diff', () => {
  test('of a flow with itself is nothing', () => {
    expect(isUnchanged(diff(drawn, { ...drawn, nodes: drawn.nodes.toReversed() }))).toBe(true);
  });

  test('a moved node is no change of behaviour', () => {
    const placed = edited({ op: 'move-nodes', nodes: { map: { x: 0, y: 0 } } });
    const moved = applyAll(placed, [{ op: 'move-nodes', nodes: { map: { x: 5, y: 0 } } }], catalogue);
    const found = diff(placed, 'document' in moved ? moved.document : placed);
    expect(found.drawing.moved).toEqual(['map']);
    expect(found.behaviour).toBe(false);
    expect(isUnchanged(found)).toBe(false);
  });

  test('names what was added, removed, changed and rewired', () => {
    const now = edited(
      { op: 'configure-node', node: 'map', at: '/text', value: 'b' },
      { op: 'remove-nodes', nodes: ['send'] },
      { op: 'add-node', id: 'bill', type: 'connector.send' },
      { op: 'add-wire', from: 'map', port: 'out', to: 'bill' },
      { op: 'rename-flow', name: 'Billing' },
    );
    const found = diff(drawn, now);
    expect(found.nodes.added.map(({ id }) => id)).toEqual(['bill']);
    expect(found.nodes.removed.map(({ id }) => id)).toEqual(['send']);
    expect(found.nodes.changed.map(({ fields }) => fields)).toEqual([
      [{ field: '/config/text', before: 'a', after: 'b' }],
    ]);
    expect(found.wires).toEqual({
      added: [],
      removed: [],
      rewired: [{ before: { from: 'map', port: 'out', to: 'send' }, after: { from: 'map', port: 'out', to: 'bill' } }],
    });
    expect(found.flow).toEqual([{ field: '/name', before: 'Flow usage', after: 'Billing' }]);
    expect(found.behaviour).toBe(true);
  });

  test('a new name or note changes no behaviour', () => {
    const found = diff(
      drawn,
      edited({ op: 'rename-node', node: 'map', name: 'Prices' }, { op: 'set-note', node: 'map', note: 'x' }),
    );
    expect(found.nodes.changed[0]?.fields.map(({ field }) => field)).toEqual(['/name', '/note']);
    expect(found.behaviour).toBe(false);
  });
});

test('the published schemas name their parts', () => {
  const schema = flowJsonSchema();
  expect(schema).toMatchObject({
    $id: 'urn:throughline:flow:1',
    title: 'Flow',
    $schema: expect.stringContaining('2020-12'),
  });
  expect(Object.keys(schema['$defs'] as object).sort()).toEqual(['fixture', 'frame', 'layout', 'node', 'note', 'wire']);
  expect(JSON.stringify(operationJsonSchema())).toContain('insert-on-wire');
});
