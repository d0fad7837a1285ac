import { describe, expect, test } from 'vitest';
import type { FlowDocument } from '../document.ts';
import type { Plan } from '../plan.ts';
import { catalogue, flow, node } from '../support/catalogue.ts';
import { compile, problemsOf } from './compile.ts';
import type { CompileOptions } from './options.ts';

const contracts = (name: string) => (name === 'usage@1' ? { type: 'object' } : undefined);
const options: CompileOptions = { catalogue, contracts };

function planOf(document: FlowDocument, more: Partial<CompileOptions> = {}): Plan {
  const { plan, problems } = compile(document, { ...options, ...more });
  if (!plan) throw new Error(problems.map(({ sentence }) => sentence).join('\n'));
  return plan;
}
function codes(document: FlowDocument, more: Partial<CompileOptions> = {}): string[] {
  const { problems } = compile(document, { ...options, ...more });
  expect(problemsOf(document, { ...options, ...more })).toEqual(problems);
  return problems.map(({ severity, code, node: at }) => `${severity} ${code} ${at ?? '-'}`);
}
const order = (plan: Plan) => plan.steps.map((step) => step.node);
const step = (plan: Plan, id: string) => plan.steps.find((candidate) => candidate.node === id)!;

const usage = flow(
  [
    node('billing', 'connector.send', { url: { template: 'https://billing.example/{{ site }}/{{id}}' } }),
    node('erp', 'connector.send', { connection: 'erp' }),
    node('fork', 'route.fork', { cases: [{ port: 'bill', text: 'chargeable' }] }),
    node('fits', 'transform.fits'),
    node('price', 'enrich.ask', { url: { expr: '"https://prices.example/" & item' } }),
    node('in', 'trigger.door', { contract: 'usage@1' }),
    node('map', 'transform.shape', { text: '{"id": id}' }),
  ],
  [
    'in > fits',
    'fits > map',
    'map > price',
    'price > fork',
    'fork:bill > billing',
    'fork:otherwise > erp',
    'fork:bill > erp',
  ],
);

describe('a flow without problems', () => {
  const compiled = compile(usage, options);
  const plan = planOf(usage);

  test('has its steps in the order of the wires, ties in document order', () => {
    expect(compiled.problems).toEqual([]);
    expect(order(plan)).toEqual(['in', 'fits', 'map', 'price', 'fork', 'billing', 'erp']);
    expect(plan.triggers).toEqual([0]);
    expect(plan.destinations).toEqual([
      { step: 5, node: 'billing', name: 'billing' },
      { step: 6, node: 'erp', name: 'erp' },
    ]);
  });

  test('resolves wires, reach, retry and safety', () => {
    expect(step(plan, 'fork').wires).toEqual({ bill: [5, 6], otherwise: [6] });
    expect(step(plan, 'erp').wires).toEqual({ out: [] });
    expect(step(plan, 'in').reach).toEqual([0, 1]);
    expect(step(plan, 'erp')).toMatchObject({
      reach: [1],
      destination: 1,
      safety: 'idempotent',
      retry: { firstS: 1 },
      place: 'effect',
    });
    expect(step(plan, 'price')).toMatchObject({ place: 'host', pure: false, retry: null, safety: null });
  });

  test('gives the sandbox ops and fields, schemas resolved, and nothing where nothing is to be done', () => {
    const { steps, id } = plan.program;
    expect(steps.map((part) => part?.op?.op ?? null)).toEqual([
      null,
      'schema',
      'expression',
      null,
      'choose',
      null,
      null,
    ]);
    expect(steps[1]?.op).toEqual({ op: 'schema', contract: 'usage@1', schema: { type: 'object' } });
    expect(steps[0]).toBeNull();
    expect(steps[3]?.fields).toEqual([{ path: ['url'], kind: 'expr', text: '"https://prices.example/" & item' }]);
    expect(steps[5]?.fields).toEqual([
      { path: ['url'], kind: 'template', text: 'https://billing.example/{{ site }}/{{id}}' },
    ]);
    expect(steps[6]).toBeNull();
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(plan.contracts).toEqual({ 'usage@1': { type: 'object' } });
  });

  test('names the texts to check and what the flow needs', () => {
    expect(compiled.texts).toEqual([
      { node: 'billing', field: '/url', text: 'site', language: 'jsonata' },
      { node: 'billing', field: '/url', text: 'id', language: 'jsonata' },
      { node: 'price', field: '/url', text: '"https://prices.example/" & item', language: 'jsonata' },
      { node: 'map', field: '/text', text: '{"id": id}', language: 'jsonata' },
    ]);
    expect(compiled.uses).toEqual({ tables: [], contracts: ['usage@1'], connections: ['erp'], secrets: [], flows: [] });
  });

  test('has a program id that follows what is run, and nothing else', () => {
    const moved = { ...usage, layout: { ...usage.layout, nodes: { map: { x: 4, y: 4 } } }, name: 'Other' };
    expect(planOf(moved).program.id).toBe(plan.program.id);
    const edited = {
      ...usage,
      nodes: usage.nodes.map((n) => (n.id === 'map' ? { ...n, config: { ...n.config, text: '$$' } } : n)),
    };
    expect(planOf(edited).program.id).not.toBe(plan.program.id);
  });
});

describe('problems', () => {
  const small = (more: Parameters<typeof node>[], lines: string[]) =>
    flow(
      [node('in', 'trigger.door'), node('send', 'connector.send'), ...more.map((args) => node(...args))],
      ['in > send', ...lines],
    );

  test.each<[string, FlowDocument, string[]]>([
    ['unknown type', small([['x', 'acme.special']], ['in > x']), ['error unknown_type x']],
    ['newer node', small([['x', 'transform.shape', {}, { version: 9 }]], ['in > x']), ['error node_newer x']],
    ['a wire to nowhere', small([], ['in > gone']), ['error wire_to_missing_node in']],
    ['a wire from nowhere', small([], ['gone > send']), ['error wire_from_missing_node send']],
    ['a missing port', small([], ['in:side > send']), ['error port_missing in']],
    ['a wire into a trigger', small([['two', 'trigger.door']], ['send > two']), ['error wire_into_trigger two']],
    [
      'a missing contract',
      small([['x', 'transform.fits', { contract: 'usage@7' }]], ['in > x']),
      ['error contract_missing x'],
    ],
    [
      'an open template',
      small([['x', 'connector.send', { url: { template: 'a{{b' } }]], ['in > x']),
      ['error template_open x'],
    ],
    ['nothing wired to it', small([['x', 'transform.shape']], []), ['warning no_input x']],
    [
      'out of reach',
      small(
        [
          ['x', 'transform.shape'],
          ['y', 'transform.shape'],
        ],
        ['x > y'],
      ),
      ['warning no_input x', 'warning unreachable y'],
    ],
    ['a chain of connectors', small([['x', 'connector.send']], ['send > x']), ['warning connector_chain x']],
    ['an answer nobody waits for', small([['x', 'connector.answer']], ['in > x']), ['error respond_without_caller x']],
    ['a caller nobody answers', small([['w', 'trigger.door', { waits: true }]], ['w > send']), ['error no_respond w']],
    [
      'a catch of nobody',
      small([['c', 'route.rescue', { scope: ['gone'] }]], []),
      ['warning catch_scope_missing c', 'warning catch_idle c'],
    ],
    ['no trigger', flow([node('a', 'transform.shape')], []), ['error no_trigger -', 'warning no_input a']],
    ['the same id twice', flow([node('a', 'trigger.door'), node('a', 'trigger.door')], []), ['error duplicate_id a']],
  ])('%s', (_name, document, expected) => {
    expect(codes(document)).toEqual(expected);
    expect(compile(document, options).plan === null).toBe(expected.some((line) => line.startsWith('error')));
  });

  test('a setting at fault is named by pointer and in words', () => {
    const bad = small([['x', 'route.fork', { cases: [{ port: '', text: 'a' }, { text: 1 }], more: true }]], ['in > x']);
    const found = compile(bad, options).problems.map(({ field, sentence }) => `${field} ${sentence}`);
    expect(found).toEqual([
      '/cases/0/port x: “cases → 0 → port” is empty.',
      '/cases/1/port x: “cases → 1 → port” is missing.',
      '/cases/1/text x: “cases → 1 → text” must be text.',
      ' x: the settings has settings that are not known: more.',
    ]);
  });

  test('a cycle is named with its nodes', () => {
    const circle = small(
      [
        ['a', 'transform.shape'],
        ['b', 'transform.shape'],
      ],
      ['in > a', 'a > b', 'b > a'],
    );
    const { plan, problems } = compile(circle, options);
    expect(plan).toBeNull();
    expect(problems).toMatchObject([{ code: 'cycle', node: 'a', sentence: expect.stringContaining('a → b → a') }]);
  });

  test('more destinations than the ledger has bits', () => {
    const sends = Array.from({ length: 65 }, (_, i) => node(`s${i}`, 'connector.send'));
    const wide = (n: number) =>
      flow(
        [node('in', 'trigger.door'), ...sends.slice(0, n)],
        sends.slice(0, n).map(({ id }) => `in > ${id}`),
      );
    expect(codes(wide(65))).toEqual(['error too_many_destinations -']);
    expect(planOf(wide(64)).steps[0]?.reach).toHaveLength(64);
  });

  test('an open door is refused where the environment is protected', () => {
    const open = small([['o', 'trigger.door', { open: true }]], ['o > send']);
    expect(codes(open)).toEqual([]);
    expect(codes(open, { environment: { protected: true } })).toEqual(['error open_door o']);
  });

  test('an older node is lifted, and one that cannot be is named', () => {
    const old = flow(
      [node('in', 'trigger.door'), { ...node('x', 'transform.shape'), version: 1, config: { expression: 'id' } }],
      ['in > x'],
    );
    expect(step(planOf(old), 'x').config).toEqual({ text: 'id', rounds: 1 });
    const broken = { ...old, nodes: old.nodes.map((n) => (n.id === 'x' ? { ...n, config: { other: 1 } } : n)) };
    expect(codes(broken)).toEqual(['error config_invalid x', 'error config_invalid x']);
  });
});

describe('disabled nodes', () => {
  const off = { disabled: true };
  test('their input goes on at their first output', () => {
    const plan = planOf(
      flow(
        [
          node('in', 'trigger.door'),
          node('a', 'transform.shape', {}, off),
          node('f', 'route.fork', {}, off),
          node('yes', 'connector.send'),
          node('no', 'connector.send'),
        ],
        ['in > a', 'a > f', 'f:yes > yes', 'f:otherwise > no', 'in > yes'],
      ),
    );
    expect(order(plan)).toEqual(['in', 'yes']);
    expect(step(plan, 'in').wires).toEqual({ out: [1] });
  });

  test('what is wrong with them does not matter', () => {
    const document = flow(
      [node('in', 'trigger.door'), node('x', 'acme.special', {}, off), node('s', 'connector.send')],
      ['in > x', 'x:main > s'],
    );
    expect(codes(document)).toEqual([]);
    expect(order(planOf(document))).toEqual(['in', 's']);
  });
});

describe('a part of a flow', () => {
  test('needs no trigger and keeps every step', () => {
    const part = flow([node('a', 'transform.shape'), node('s', 'connector.send')], []);
    const plan = planOf(part, { partial: true });
    expect(order(plan)).toEqual(['a', 's']);
    expect(compile(part, { ...options, partial: true }).problems).toEqual([]);
  });
});

test('500 nodes compile in less than 50 ms', () => {
  const types = ['transform.shape', 'route.fork', 'transform.fits', 'enrich.ask'];
  const nodes = [
    node('in', 'trigger.door'),
    ...Array.from({ length: 459 }, (_, i) => node(`n${i}`, types[i % 4]!)),
    ...Array.from({ length: 40 }, (_, i) => node(`s${i}`, 'connector.send')),
  ];
  const port = (i: number) => (nodes[i]!.type === 'route.fork' ? 'yes' : 'out');
  const lines = nodes.slice(1).map(({ id }, i) => `${nodes[Math.floor(i / 2)]!.id}:${port(Math.floor(i / 2))} > ${id}`);
  const large = flow(nodes, lines);
  planOf(large);
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now();
    planOf(large);
    return performance.now() - started;
  });
  expect(planOf(large).steps).toHaveLength(500);
  expect(Math.min(...times)).toBeLessThan(50);
});
