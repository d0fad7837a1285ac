import type { FlowDocument } from '@throughline/flow';
import { flowOf, node } from '../../support/stage.ts';
import type { Place } from '../checker/evidence.ts';

export const RETRY = { firstS: 0.2, maxS: 2, budgetS: 3600 };

/** The keys of a trigger: what makes a message one of a kind, its order, and the id by which the checker finds it. */
export const keys = (id: string, order: string | null, onFailure: 'park' | 'continue' = 'park') => ({
  idempotency: [id],
  order: order === null ? null : { paths: [order], onFailure },
  business: [{ name: 'id', path: id, class: 'open' }],
  correlation: null,
});

/** A connector that posts to the receiver's path of its own name. */
export function post(id: string, config: Record<string, unknown> = {}) {
  return node(id, 'connector.http', {
    connection: 'partner',
    url: `/${id}`,
    retry: RETRY,
    reply: { becomes: 'message', into: null },
    ...config,
  });
}

const map = node('map', 'transform.map', { text: '{"id": id, "key": key, "n": n, "quantity": $sum(lines.quantity)}' });

/** Ordered by key: webhook → map → ledger. */
export function orders(onFailure: 'park' | 'continue' = 'park', config: Record<string, unknown> = {}): FlowDocument {
  const trigger = node('in', 'trigger.http', { path: 'orders', keys: keys('id', 'key', onFailure) });
  return flowOf('orders', [trigger, map, post('ledger', config)], ['in>map', 'map>ledger']);
}

/** In any order: webhook → map → code → stock. `source` is the code step's body. */
export function usage(
  source = 'return { ...message, seen: true };',
  config: Record<string, unknown> = {},
): FlowDocument {
  const trigger = node('in', 'trigger.http', { path: 'usage', keys: keys('id', null) });
  const code = node('code', 'transform.code', { source });
  return flowOf('usage', [trigger, map, code, post('stock', config)], ['in>map', 'map>code', 'code>stock']);
}

const FROM_HL7 = `(
  $ft1 := segments[id = "FT1"];
  {"id": $ft1.f2[0].c1, "key": segments[id = "PID"].f3[0].c1, "n": $number($ft1.f1[0].c1)}
)`;

/** HL7 over MLLP, ordered by patient: → map → charges. */
export function theatre(): FlowDocument {
  const trigger = node('in', 'trigger.mllp', { types: ['DFT^P03'], keys: keys('MSH-10', 'PID-3.1') });
  const tree = node('map', 'transform.map', { text: FROM_HL7 });
  return flowOf('theatre', [trigger, tree, post('charges')], ['in>map', 'map>charges']);
}

/** The columns of flows made above: a connector's node id is also the receiver's path. */
export function placesOf(documents: readonly FlowDocument[]): Place[] {
  return documents.flatMap(({ id: flow, nodes }) => {
    const trigger = nodes.find(({ type }) => type.startsWith('trigger.'));
    const order = (trigger?.config['keys'] as { order: unknown } | undefined)?.order ?? null;
    return nodes
      .filter(({ type }) => type.startsWith('connector.') && type !== 'connector.respond')
      .map(({ id }) => ({ destination: id, flow, node: id, ordered: order !== null }));
  });
}
