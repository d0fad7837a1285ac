import type { Rehearsal } from '@throughline/engine';
import { parseJson } from '@throughline/formats';
import type { Asked } from './runs.ts';

/**
 * What became of one message, as it stands in `expected/<message>.json`: refused at the door, or for each destination what it was
 * sent, or that it was left out, or where the message stopped before it.
 */
export interface Outcome {
  refused?: { code: string; path?: string };
  /** Destination (node id) → what it was sent; a list where it was sent several. */
  deliveries?: Record<string, unknown>;
  filtered?: string[];
  stops?: { step: string; code: string; path?: string }[];
  reply?: { status: number; body: unknown };
}

/** `asked`: every request the rehearsal formed, in order. */
export function outcomeOf({ deliveries, filtered, stops, reply }: Rehearsal, asked: Asked[]): Outcome {
  const sent = new Map<string, unknown[]>();
  for (const node of new Set(deliveries.map((delivery) => delivery.node))) {
    const tried = deliveries.filter((delivery) => delivery.node === node);
    const requests = asked.filter((request) => request.node === node).map(shown);
    const made = requests.filter((_, i) => tried[i] !== undefined && 'receipt' in tried[i].outcome);
    if (made.length > 0) sent.set(node, made);
  }
  return {
    ...(sent.size > 0 ? { deliveries: Object.fromEntries([...sent].map(([node, all]) => [node, oneOrAll(all)])) } : {}),
    ...(filtered.length > 0 ? { filtered } : {}),
    ...(stops.length > 0
      ? { stops: stops.map(({ node, error: { code, path } }) => ({ step: node, code, ...(path ? { path } : {}) })) }
      : {}),
    ...(reply ? { reply: { status: reply.status, body: parseJson(reply.body) } } : {}),
  };
}

/** A request as a person reads it: HL7 by its segments, a JSON body as its value. */
function shown(request: Asked): unknown {
  if (request.how === 'mllp') return request.text.split('\r').filter((segment) => segment !== '');
  if (request.how === 'file')
    return { file: `${request.folder}/${request.name}`.replace(/^\//, ''), text: readable(request.text) };
  if (request.how === 'sql') return { statement: request.statement, parameters: request.parameters };
  if (request.how === 'amqp') {
    const { exchange, routingKey, headers, text } = request;
    return { exchange, routingKey, ...(Object.keys(headers).length > 0 ? { headers } : {}), body: readable(text) };
  }
  const { method, url, body } = request;
  return { request: `${method} ${url}`, ...(body === null ? {} : { body: readable(body) }) };
}

function readable(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

function oneOrAll(all: unknown[]): unknown {
  return all.length === 1 ? all[0] : all;
}
