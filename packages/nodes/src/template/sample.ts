import { emptyFlow, type FlowDocument, type FlowNode } from '@throughline/flow';
import { httpConnector } from '../connector/http/definition.ts';
import type { FormatName } from '../form/format.ts';
import { noKeys } from '../form/keys.ts';
import { map } from '../transform/map/definition.ts';
import { validate } from '../transform/validate/definition.ts';
import { httpTrigger } from '../trigger/http/definition.ts';
import { mllpTrigger } from '../trigger/mllp/definition.ts';

/** A message to begin a flow from: its text, and what it was read as. */
export interface FirstSample {
  format: FormatName;
  /** JSON. */
  tree: unknown;
  contentType: string;
  body: string;
}

/** What a contract says of a message's shape, as far as it takes to recognise one. */
export interface Known {
  id: string;
  schema: { required?: readonly string[]; properties?: Record<string, unknown> };
}

const STEP_X = 240;

/** A flow that takes messages such as this one: a door, a check where a contract fits, a mapping to begin with, a destination. */
export function flowFromSample(
  id: string,
  name: string,
  sample: FirstSample,
  contracts: readonly Known[],
): FlowDocument {
  const contract = sample.format === 'json' ? contractFor(sample.tree, contracts) : undefined;
  const nodes = [
    door(id, sample.format),
    ...(contract === undefined ? [] : [nodeOf(validate, 'check', { contract })]),
    nodeOf(map, 'map', { ...map.initial, text: mappingOf(sample) }),
    nodeOf(httpConnector, 'send', { ...httpConnector.initial }),
  ];
  const [first] = nodes;
  const { contentType, body } = sample;
  const fixture = { name: 'Sample', kind: 'message' as const, node: first!.id, contentType, body };
  return drawn({ ...emptyFlow(id, name), nodes, fixtures: [fixture] });
}

/** One behind the other, from left to right. */
export function drawn(document: FlowDocument): FlowDocument {
  const { nodes } = document;
  return {
    ...document,
    wires: nodes.slice(1).map(({ id }, i) => ({ from: nodes[i]!.id, port: 'out', to: id })),
    layout: {
      ...document.layout,
      nodes: Object.fromEntries(nodes.map(({ id }, i) => [id, { x: i * STEP_X, y: 0 }])),
    },
  };
}

/** A node as a definition makes it, with this config. */
export function nodeOf(
  { type, version, name }: { type: string; version: number; name: string },
  id: string,
  config: Record<string, unknown>,
  called = name,
): FlowNode {
  return { id, type, version, name: called, config };
}

function door(path: string, format: FormatName): FlowNode {
  if (format === 'hl7v2') return nodeOf(mllpTrigger, 'receive', { ...mllpTrigger.initial });
  const keys = format === 'text' ? noKeys : httpTrigger.initial.keys;
  return nodeOf(httpTrigger, 'receive', { ...httpTrigger.initial, path, format, keys });
}

/** The contract that this message most likely keeps: it has all that is required, and most of what it has is known there. */
function contractFor(tree: unknown, contracts: readonly Known[]): string | undefined {
  if (tree === null || typeof tree !== 'object' || Array.isArray(tree)) return undefined;
  const names = Object.keys(tree);
  const fits = contracts.flatMap(({ id, schema: { required = [], properties = {} } }) => {
    const known = names.filter((name) => Object.hasOwn(properties, name)).length / names.length;
    const isWhole = required.length > 1 && required.every((name) => names.includes(name));
    return isWhole && known > 0.6 ? [{ id, known }] : [];
  });
  return fits.sort((a, b) => b.known - a.known)[0]?.id;
}

/** Every field as it came, each on a wire of its own; what has no fields goes on as it is. */
function mappingOf({ format, tree }: FirstSample): string {
  const record = format === 'csv' && Array.isArray(tree) ? tree[0] : tree;
  if (format === 'hl7v2' || format === 'text' || record === null || typeof record !== 'object') return '$';
  if (Array.isArray(record)) return '$';
  const names = Object.keys(record).slice(0, 500);
  if (names.length === 0) return '$';
  return `{\n${names.map((name) => `  ${JSON.stringify(name)}: ${quoted(name)}`).join(',\n')}\n}`;
}

/** A field's name as a path in JSONata. */
export function quoted(name: string): string {
  if (
    /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) &&
    !['and', 'or', 'in', 'true', 'false', 'null', 'function'].includes(name)
  ) {
    return name;
  }
  return name.includes('`') ? `$lookup($, ${JSON.stringify(name)})` : `\`${name}\``;
}
