import { contract } from '@throughline/contracts';
import type { Catalogue, FlowDocument, FlowNode } from '@throughline/flow';
import { formats } from '@throughline/formats';
import { ownContract, triggersBefore } from '../editor/message/at-node.ts';

/** A message to try a flow with. */
export interface Sample {
  id: string;
  name: string;
  /** Kept with the flow, or an example that the contract brings. */
  origin: 'fixture' | 'example';
  /** The node it comes in at. */
  node: string;
  contentType: string;
  body: string;
}

/** Samples that can come to a node: kept for it or for a trigger before it, else the examples of the trigger's contract. */
export function samplesFor(document: FlowDocument, node: string, catalogue: Catalogue): Sample[] {
  const triggers = triggersBefore(document, node, catalogue);
  const places = new Set([node, ...triggers.map(({ id }) => id)]);
  const kept = document.fixtures
    .filter((fixture) => fixture.kind === 'message' && places.has(fixture.node))
    .map(({ name, node: at, contentType, body }): Sample => {
      return { id: `${at}/${name}`, name, origin: 'fixture', node: at, contentType, body };
    });
  return kept.length > 0 ? kept : triggers.flatMap((trigger) => examplesOf(trigger, catalogue));
}

/** Every sample of the flow, those kept with it first. */
export function allSamples(document: FlowDocument, catalogue: Catalogue): Sample[] {
  const kept = document.fixtures
    .filter(({ kind }) => kind === 'message')
    .map(
      ({ name, node, contentType, body }): Sample => ({
        id: `${node}/${name}`,
        name,
        origin: 'fixture',
        node,
        contentType,
        body,
      }),
    );
  if (kept.length > 0) return kept;
  const triggers = document.nodes.filter(({ type }) => catalogue.get(type)?.kind === 'trigger');
  return triggers.flatMap((trigger) => examplesOf(trigger, catalogue));
}

function examplesOf(trigger: FlowNode, catalogue: Catalogue): Sample[] {
  const named = ownContract(trigger, catalogue);
  const found = named === undefined ? undefined : contract(named);
  if (found === undefined || (trigger.config['format'] ?? 'json') !== 'json') return [];
  return found.examples.map(({ name, message }) => ({
    id: `${trigger.id}/example:${name}`,
    name,
    origin: 'example',
    node: trigger.id,
    contentType: 'application/json',
    body: JSON.stringify(message, null, 2),
  }));
}

type Read = { value: unknown } | { sentence: string };

/** What was read last, by its bytes and by how: a sample of megabytes is not read again with every key. */
const readings = new Map<string, Map<string, Read>>();
const READINGS = 12;

/** The message that a trigger makes of a sample's bytes, or why it cannot. Anywhere else a sample is JSON already. */
export function readSample({ node: at, body }: Sample, document: FlowDocument): Read {
  const node = document.nodes.find(({ id }) => id === at);
  const format = formatOf(node);
  const options = format === 'csv' ? ((node?.config['csv'] ?? {}) as Record<string, unknown>) : {};
  const how = `${format} ${JSON.stringify(options)}`;
  const known = readings.get(body) ?? new Map<string, Read>();
  const read = known.get(how) ?? readBytes(format, options, body);
  readings.delete(body);
  readings.set(body, known.set(how, read));
  if (readings.size > READINGS) readings.delete(readings.keys().next().value!);
  return read;
}

function readBytes(format: string, options: Record<string, unknown>, body: string): Read {
  if (format === 'text') return { value: body };
  const reader = formats.get(format);
  if (reader === undefined) return { sentence: `There is no format ${format} here.` };
  try {
    return { value: reader.parse(new TextEncoder().encode(body), options) };
  } catch (error) {
    return { sentence: error instanceof Error ? error.message : 'The sample cannot be read.' };
  }
}

function formatOf(node: FlowNode | undefined): string {
  if (node?.type === 'trigger.mllp') return 'hl7v2';
  const named = node?.type.startsWith('trigger.') ? node.config['format'] : undefined;
  return typeof named === 'string' ? named : 'json';
}

/** The content type that a node's messages come in as. */
export function contentTypeOf(node: FlowNode | undefined): string {
  const types: Record<string, string> = { hl7v2: 'x-application/hl7-v2+er7', csv: 'text/csv', text: 'text/plain' };
  return types[formatOf(node)] ?? 'application/json';
}
