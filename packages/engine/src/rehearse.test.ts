import type { Plan, PlanStep } from '@throughline/flow';
import { expect, it } from 'vitest';
import { readsOutside } from './outside.ts';
import {
  type Delivery,
  type HostRun,
  type Reach,
  type Receipt,
  type RunContext,
  type Sandbox,
  StepFailure,
} from './ports.ts';
import { type RehearsalPorts, type Rehearsed, rehearse } from './rehearse.ts';

const step = (node: string, more: Partial<PlanStep>): PlanStep => ({
  node,
  type: `test.${node}`,
  name: node,
  place: 'host',
  config: {},
  wires: {},
  catch: null,
  pure: true,
  safety: null,
  retry: { firstS: 1, maxS: 1, budgetS: 0 },
  destination: null,
  reach: [],
  ...more,
});

function planOf(steps: PlanStep[]): Plan {
  const destinations = steps.flatMap(({ node, name, destination }, index) =>
    destination === null ? [] : [{ step: index, node, name }],
  );
  return {
    flow: 'f',
    name: 'f',
    steps,
    triggers: [0],
    destinations,
    program: { id: 'p', steps: steps.map(() => null) },
    tables: [],
  };
}

const out = (message: string) => ({ kind: 'out' as const, port: 'out', message });
const noSandbox: Sandbox = {
  run: () => Promise.reject(new Error('no step needs the realm')),
  check: async () => [],
  close: async () => {},
};
const context = { messageId: 'm' } as RunContext;

/** The message is a JSON number; each host step adds its own to it, each destination answers ten more. */
function play(
  steps: PlanStep[],
  host: Record<string, HostRun> = {},
  refuse: string[] = [],
  records?: Rehearsed['records'],
) {
  const plan = planOf(steps);
  const sent: [string, string][] = [];
  const ports: RehearsalPorts = {
    sandbox: noSandbox,
    runs: { host: new Map(Object.entries(host)), effect: new Map() },
    reach: {} as Reach,
    deliver: async ({ node }: PlanStep, { message }: Delivery): Promise<Receipt> => {
      sent.push([node, message]);
      if (refuse.includes(node)) throw new StepFailure({ code: 'http_409', class: 'rejected', sentence: 'No.' });
      return { status: '201', reference: null, answer: String(Number(message) + 10) };
    },
  };
  return rehearse(plan, { ...plan.program, tables: [] }, { trigger: 0, message: '1', context, records }, ports).then(
    (result) => ({ result, sent }),
  );
}

const trigger = (wires: number[], reach: number[]) => step('in', { place: 'trigger', wires: { out: wires }, reach });
const destination = (
  node: string,
  place: number,
  wires: number[] = [],
  reach = [place],
  more: Partial<PlanStep> = {},
) => step(node, { place: 'effect', destination: place, safety: 'idempotent', wires: { out: wires }, reach, ...more });

it('goes on behind a destination with its answer, and says what was sent', async () => {
  const { result, sent } = await play([
    trigger([1], [0, 1]),
    destination('first', 0, [2], [0, 1]),
    destination('second', 1),
  ]);
  expect(sent).toEqual([
    ['first', '1'],
    ['second', '11'],
  ]);
  expect(result).toMatchObject({ stops: [], filtered: [], reply: null });
  expect(JSON.parse(`[${result.trace.join(',')}]`)).toMatchObject([
    { s: 1, status: '201', out: 11 },
    { s: 2, out: 21 },
  ]);
});

it('stops where a destination refuses, unless a catch takes it', async () => {
  const steps = [trigger([1], [0, 1]), destination('first', 0, [2], [0, 1]), destination('second', 1)];
  const { result, sent } = await play(steps, {}, ['first']);
  expect(sent).toHaveLength(1);
  expect(result.stops).toMatchObject([{ node: 'first', message: '1', error: { code: 'http_409' } }]);
  expect(result.filtered).toEqual([]);

  const caught = [
    trigger([1], [0, 1]),
    destination('first', 0, [], [0, 1], { catch: 2 }),
    step('catch', { place: 'realm', wires: { out: [3] } }),
    destination('second', 1),
  ];
  const again = await play(caught, {}, ['first']);
  expect(again.result.stops).toEqual([]);
  expect(JSON.parse(again.sent[1]![1])).toMatchObject({ error: { code: 'http_409', step: 'first' }, message: 1 });
});

it.each([
  ['X-Note', 'a\r\nSet-Cookie: 1', 'header_invalid'],
  ['Set-Cookie', 'session=theirs', 'header_forbidden'],
  ['X Y', '1', 'header_invalid'],
])('stops before an answer whose header %s is %j', async (name, value, code) => {
  const respond = step('respond', { place: 'effect', config: { headers: { [name]: value } } });
  const { result } = await play([trigger([1], []), respond]);
  expect(result).toMatchObject({ reply: null, stops: [{ node: 'respond', error: { code, class: 'data' } }] });
});

it('leaves out destinations that nothing leads to, and puts split pieces together again', async () => {
  const split: HostRun = async () => ({ kind: 'split', port: 'piece', pieces: ['1', '2', '3'] });
  const gather: HostRun = async ({ message }) => ({
    kind: 'gather',
    port: 'all',
    key: '',
    expected: null,
    timeoutS: 1,
    message,
  });
  const { result, sent } = await play(
    [
      trigger([1], [0, 1]),
      step('split', { pure: false, wires: { piece: [2] }, reach: [0, 1] }),
      step('gather', { pure: false, wires: { all: [3] }, reach: [0, 1] }),
      destination('all', 0),
      destination('never', 1),
    ],
    { 'test.split': split, 'test.gather': gather },
  );
  expect(sent).toEqual([['all', '[1,2,3]']]);
  expect(result.filtered).toEqual(['never']);
});

it('plays every record of a file, and stops the rows that are none', async () => {
  const bad = [{ code: 'csv_ragged_row', class: 'data' as const, sentence: 'No row.', path: 'line 3' }];
  const { result, sent } = await play([trigger([1], [0]), destination('row', 0)], {}, [], {
    messages: ['1', '2'],
    bad,
  });
  expect(sent).toEqual([
    ['row', '1'],
    ['row', '2'],
  ]);
  expect(result.stops).toMatchObject([{ node: 'in', error: { path: 'line 3' } }]);
});

it('goes past what was read from outside, and tells which steps read before a destination', async () => {
  const ask: HostRun = async ({ message, node }) => out(node === 'ask' ? String(Number(message) + 5) : message);
  const steps = [
    trigger([1], [0]),
    step('ask', { pure: false, wires: { out: [2] }, reach: [0] }),
    destination('first', 0, [3]),
    step('later', { pure: false }),
  ];
  const { sent } = await play(steps, { 'test.ask': ask, 'test.later': ask });
  expect(sent).toEqual([['first', '6']]);
  const plan = planOf(steps);
  expect([0, 1, 2, 3].map((index) => readsOutside(plan, index))).toEqual([true, true, false, true]);
});
