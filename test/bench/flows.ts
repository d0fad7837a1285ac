import { readFileSync } from 'node:fs';
import { type FlowDocument, parseDocument } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { flowOf, node } from '../support/stage.ts';

/** A flow under test: the shipped benchmark, or one made for a bench. */
export type FlowUnderTest =
  | { flow: 'usage-benchmark'; orderBy?: string }
  | { flow: 'item-lookup' }
  | { flow: 'hl7-in' }
  | { flow: 'records' };

const post = (id: string, url: string) =>
  node(id, 'connector.http', { connection: 'receiver', url, reply: { becomes: 'message', into: null } });

export function documentOf(wanted: FlowUnderTest): FlowDocument {
  switch (wanted.flow) {
    case 'usage-benchmark':
      return usage(wanted.orderBy);
    case 'item-lookup':
      return itemLookup();
    case 'hl7-in':
      return hl7In();
    case 'records':
      return records();
  }
}

function usage(orderBy: string | undefined): FlowDocument {
  const text = readFileSync(new URL('../../flows/usage-benchmark/flow.json', import.meta.url), 'utf8');
  const { document } = parseDocument(text, catalogue);
  const keys = document!.nodes[0]!.config['keys'] as Record<string, unknown>;
  if (orderBy !== undefined) keys['order'] = { paths: [orderBy], onFailure: 'park' };
  return document!;
}

/** A question that is asked on to another system, every time. */
function itemLookup(): FlowDocument {
  return flowOf(
    'item-lookup',
    [
      node('question', 'trigger.http', { path: 'item-lookup', answer: { mode: 'reply', timeoutS: 10 }, keys: noKeys }),
      node('ask', 'enrich.http-lookup', {
        connection: 'receiver',
        url: { template: '/items/{{ item }}' },
        into: null,
        ttlS: 0,
      }),
      node('answer', 'connector.respond'),
    ],
    ['question>ask', 'ask>answer'],
  );
}

function hl7In(): FlowDocument {
  const text =
    '{"id": segments[id="MSH"].f10.c1, "sentAt": $number(segments[id="ZBN"].f1.c1), "item": segments[id="FT1"].f7.c1}';
  return flowOf(
    'hl7-in',
    [node('in', 'trigger.mllp', { types: [] }), node('shape', 'transform.map', { text }), post('out', '/erp')],
    ['in>shape', 'shape>out'],
  );
}

/** A file of lines; its trigger makes each a message of its own. */
function records(): FlowDocument {
  const text = '{"id": id, "sentAt": $number(sentAt), "item": item, "quantity": $number(quantity)}';
  return flowOf(
    'records',
    [
      node('file', 'trigger.http', { path: 'records', format: 'csv', limitMb: 50, keys: noKeys }),
      node('shape', 'transform.map', { text }),
      post('out', '/erp'),
    ],
    ['file>shape', 'shape>out'],
  );
}

const noKeys = { idempotency: [], order: null, business: [], correlation: null };
