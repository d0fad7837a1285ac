import { z } from 'zod';
import { catalogueOf, defineNode } from '../definition.ts';
import { emptyFlow, type FlowDocument, type FlowNode, type Wire } from '../document.ts';
import { fieldSchema } from '../field.ts';

const words = { name: 'Thing', summary: 'Does a thing', help: 'Does a thing with the message.', icon: 'box' };
const out = [{ name: 'out', label: 'Out' }];

const door = defineNode({
  ...words,
  type: 'trigger.door',
  version: 1,
  kind: 'trigger',
  config: z.strictObject({
    waits: z.boolean().optional(),
    open: z.boolean().optional(),
    contract: z.string().optional(),
  }),
  initial: {},
  inputs: 0,
  outputs: () => out,
  step: (config) => ({ place: 'trigger', ...config }),
  migrations: [],
});

const called = defineNode({
  ...words,
  type: 'trigger.called',
  version: 1,
  kind: 'trigger',
  config: z.strictObject({}),
  initial: {},
  inputs: 0,
  outputs: () => out,
  step: () => ({ place: 'trigger', called: true }),
  migrations: [],
});

const shape = defineNode({
  ...words,
  type: 'transform.shape',
  name: 'Shape',
  version: 3,
  kind: 'transform',
  config: z.strictObject({ text: z.string().min(1), rounds: z.int().default(1) }),
  initial: { text: '$', rounds: 1 },
  inputs: 1,
  outputs: () => out,
  step: ({ text }) => ({ place: 'realm', op: { op: 'expression', text } }),
  expressions: ({ text }) => [{ path: ['text'], text, language: 'jsonata' }],
  migrations: [
    { name: 'call-it-text', to: 2, up: ({ expression, ...rest }) => ({ ...rest, text: expression }) },
    { name: 'count-rounds', to: 3, up: (config) => ({ ...config, rounds: 1 }) },
  ],
});

const fork = defineNode({
  ...words,
  type: 'route.fork',
  name: 'Fork',
  version: 1,
  kind: 'route',
  config: z.strictObject({ cases: z.array(z.strictObject({ port: z.string().min(1), text: z.string() })) }),
  initial: { cases: [{ port: 'yes', text: 'true' }] },
  inputs: 1,
  outputs: ({ cases }) => [
    ...cases.map(({ port }) => ({ name: port, label: port })),
    { name: 'otherwise', label: 'Otherwise' },
  ],
  step: ({ cases }) => ({ place: 'realm', op: { op: 'choose', cases, mode: 'first', otherwise: 'otherwise' } }),
  migrations: [],
});

const fits = defineNode({
  ...words,
  type: 'transform.fits',
  version: 1,
  kind: 'transform',
  config: z.strictObject({ contract: z.string() }),
  initial: { contract: 'usage@1' },
  inputs: 1,
  outputs: () => out,
  step: ({ contract }) => ({ place: 'realm', op: { op: 'schema', contract, schema: null } }),
  migrations: [],
});

const ask = defineNode({
  ...words,
  type: 'enrich.ask',
  version: 1,
  kind: 'enrich',
  config: z.strictObject({ url: fieldSchema }),
  initial: { url: '' },
  inputs: 1,
  outputs: () => out,
  step: () => ({ place: 'host', pure: false }),
  migrations: [],
});

const send = defineNode({
  ...words,
  type: 'connector.send',
  name: 'Send',
  version: 1,
  kind: 'connector',
  config: z.strictObject({ url: fieldSchema, connection: z.string().optional() }),
  initial: { url: 'https://erp.example' },
  inputs: 1,
  outputs: () => out,
  step: () => ({
    place: 'effect',
    destination: true,
    safety: 'idempotent',
    retry: { firstS: 1, maxS: 60, budgetS: 3600 },
  }),
  connections: ({ connection }) => (connection ? [connection] : []),
  migrations: [],
});

const answer = defineNode({
  ...words,
  type: 'connector.answer',
  version: 1,
  kind: 'connector',
  config: z.strictObject({}),
  initial: {},
  inputs: 1,
  outputs: () => [],
  step: () => ({ place: 'effect', destination: false, safety: 'idempotent' }),
  migrations: [],
});

const rescue = defineNode({
  ...words,
  type: 'route.rescue',
  version: 1,
  kind: 'route',
  config: z.strictObject({ scope: z.union([z.literal('flow'), z.array(z.string())]) }),
  initial: { scope: 'flow' },
  inputs: 0,
  outputs: () => out,
  step: ({ scope }) => ({ place: 'catch', scope }),
  migrations: [],
});

const call = defineNode({
  ...words,
  type: 'route.call',
  version: 1,
  kind: 'route',
  config: z.strictObject({ flow: z.string() }),
  initial: { flow: 'inner' },
  inputs: 1,
  outputs: () => out,
  step: ({ flow }) => ({ place: 'call', flow }),
  migrations: [],
});

const giveBack = defineNode({
  ...words,
  type: 'route.return',
  version: 1,
  kind: 'route',
  config: z.strictObject({}),
  initial: {},
  inputs: 1,
  outputs: () => [],
  step: () => ({ place: 'return' }),
  migrations: [],
});

/** A small catalogue with one node type for each way of running; the product's own stands on top of this room. */
export const catalogue = catalogueOf([door, called, shape, fork, fits, ask, send, answer, rescue, call, giveBack]);

/** A node of the small catalogue; its id is its name. */
export function node(
  id: string,
  type: string,
  config: Record<string, unknown> = {},
  more: Partial<FlowNode> = {},
): FlowNode {
  const definition = catalogue.get(type);
  return {
    id,
    type,
    version: definition?.version ?? 1,
    name: id,
    config: { ...definition?.initial, ...config },
    ...more,
  };
}

/** Wires from lines such as `in > map` and `fork:yes > send`. */
export function wires(...lines: string[]): Wire[] {
  return lines.map((line) => {
    const [source = '', to = ''] = line.split(' > ');
    const [from = '', port = 'out'] = source.split(':');
    return { from, port, to };
  });
}

export function flow(nodes: FlowNode[], lines: string[], id = 'usage'): FlowDocument {
  return { ...emptyFlow(id, `Flow ${id}`), nodes, wires: wires(...lines) };
}
