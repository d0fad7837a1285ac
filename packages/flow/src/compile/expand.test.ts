import { describe, expect, test } from 'vitest';
import type { FlowDocument } from '../document.ts';
import type { Plan } from '../plan.ts';
import { catalogue, flow, node } from '../support/catalogue.ts';
import { compile } from './compile.ts';
import type { CompileOptions } from './options.ts';

const contracts = (name: string) => (name === 'usage@1' ? { type: 'object' } : undefined);
const options: CompileOptions = { catalogue, contracts };

function planOf(document: FlowDocument, more: Partial<CompileOptions> = {}): Plan {
  const { plan, problems } = compile(document, { ...options, ...more });
  if (!plan) throw new Error(problems.map(({ sentence }) => sentence).join('\n'));
  return plan;
}
function codes(document: FlowDocument, more: Partial<CompileOptions> = {}): string[] {
  return compile(document, { ...options, ...more }).problems.map(
    ({ severity, code, node: at }) => `${severity} ${code} ${at ?? '-'}`,
  );
}
const order = (plan: Plan) => plan.steps.map((step) => step.node);
const step = (plan: Plan, id: string) => plan.steps.find((candidate) => candidate.node === id)!;
const names = (plan: Plan, places: number[]) => places.map((place) => plan.steps[place]!.node);

describe('catch', () => {
  const nodes = [
    node('in', 'trigger.door'),
    node('a', 'transform.shape'),
    node('b', 'connector.send'),
    node('all', 'route.rescue'),
    node('alarm', 'connector.send'),
    node('only-a', 'route.rescue', { scope: ['a'] }),
    node('fix', 'transform.shape'),
  ];
  const plan = planOf(flow(nodes, ['in > a', 'a > b', 'all > alarm', 'only-a > fix', 'fix > b']));
  const catcher = (id: string) => {
    const at = step(plan, id).catch;
    return at === null ? null : plan.steps[at]!.node;
  };

  test('the named scope goes before the whole flow, and nothing behind a catch is caught by it', () => {
    expect(['in', 'a', 'b', 'fix', 'alarm', 'all'].map(catcher)).toEqual([null, 'only-a', 'all', 'all', null, null]);
  });

  test('a message that may still fail can still reach what the catch leads to', () => {
    expect(plan.destinations.map(({ node: id }) => id)).toEqual(['b', 'alarm']);
    expect(step(plan, 'a').reach).toEqual([0, 1]);
    expect(step(plan, 'alarm').reach).toEqual([1]);
    for (const [index, { wires, catch: handler }] of plan.steps.entries()) {
      expect([...Object.values(wires).flat(), handler ?? Number.POSITIVE_INFINITY].every((next) => next > index)).toBe(
        true,
      );
    }
  });

  test('the catch passes its message on without evaluating anything', () => {
    const at = plan.steps.findIndex(({ node: id }) => id === 'all');
    expect(plan.program.steps[at]?.op).toEqual({ op: 'choose', cases: [], mode: 'first', otherwise: 'out' });
    expect(names(plan, plan.steps[at]!.wires['out']!)).toEqual(['alarm']);
  });

  test('a catch on the way back into the path it guards makes no circle, and is said to be idle', () => {
    const loop = flow([...nodes.slice(0, 3), node('all', 'route.rescue')], ['in > a', 'a > b', 'all > a']);
    expect(codes(loop)).toEqual(['warning catch_idle all']);
    expect(planOf(loop).steps.map((s) => s.catch)).toEqual([null, null, null]);
  });
});

describe('sub-flows', () => {
  const inner = flow(
    [
      node('entry', 'trigger.called'),
      node('also', 'trigger.door'),
      node('look', 'transform.shape', { text: 'inner' }),
      node('guard', 'route.rescue'),
      node('back', 'route.return'),
    ],
    ['entry > look', 'also > look', 'look > back', 'guard > back'],
    'inner',
  );
  const outer = flow(
    [
      node('in', 'trigger.door'),
      node('do', 'route.call'),
      node('send', 'connector.send'),
      node('net', 'route.rescue', { scope: ['do'] }),
    ],
    ['in > do', 'do > send', 'net > send'],
  );
  const resolveFlow = (id: string) => ({ inner })[id];

  test('are put in place of the call', () => {
    const plan = planOf(outer, { resolveFlow });
    expect(order(plan)).toEqual(['in', 'do', 'do/look', 'do/guard', 'do/back', 'net', 'send']);
    expect(names(plan, step(plan, 'do').wires['out']!)).toEqual(['do/look']);
    expect(names(plan, step(plan, 'do/back').wires['out']!)).toEqual(['send']);
    expect(step(plan, 'do').place).toBe('realm');
    expect(plan.triggers).toEqual([0]);
    expect(names(plan, [step(plan, 'do/look').catch!])).toEqual(['do/guard']);
    expect(names(plan, [step(plan, 'do/back').catch!])).toEqual(['net']);
    const { texts, uses } = compile(outer, { ...options, resolveFlow });
    expect(texts.find(({ text }) => text === 'inner')?.node).toBe('do/look');
    expect(uses.flows).toEqual(['inner']);
  });

  test('can be compiled by themselves, to be tried', () => {
    expect(order(planOf(inner))).toEqual(['entry', 'also', 'look', 'guard', 'back']);
  });

  const calling = (id: string, target: string) =>
    flow(
      [node('entry', 'trigger.called'), node('next', 'route.call', { flow: target }), node('back', 'route.return')],
      ['entry > next', 'next > back'],
      id,
    );
  const depths = Object.fromEntries(
    ['f1', 'f2', 'f3', 'f4', 'f5', 'f6'].map((id, i) => [id, calling(id, i === 5 ? 'inner' : `f${i + 2}`)]),
  );

  test.each<[string, (id: string) => FlowDocument | undefined, string]>([
    ['a missing flow', () => undefined, 'flow_missing'],
    ['a flow that calls its caller', () => calling('inner', 'usage'), 'flow_recursive'],
    ['a flow that calls itself', () => calling('inner', 'inner'), 'flow_recursive'],
    ['no entry', () => flow([node('in', 'trigger.door')], [], 'inner'), 'flow_entry'],
    ['a flow with a problem', () => flow([node('x', 'acme.special')], [], 'inner'), 'flow_invalid'],
    ['calls too deep', (id) => (id === 'inner' ? depths['f1'] : depths[id]), 'flow_too_deep'],
  ])('%s is refused at the call', (_name, resolve, expected) => {
    const { plan, problems } = compile(outer, { ...options, resolveFlow: resolve });
    expect(plan).toBeNull();
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: expected, node: 'do', field: '/flow' },
    ]);
  });

  test('five deep is not too deep', () => {
    const five = (id: string) => ({ ...depths, inner: depths['f3'], end: inner, f6: calling('f6', 'end') })[id];
    expect(order(planOf(outer, { resolveFlow: five }))).toContain('do/next/next/next/next/look');
  });
});
