import { type FieldAt, fieldsIn, type Lineage, type PlanStep, templateParts } from '@throughline/flow';
import { type Copy, lineageOf } from './lineage.ts';

/** How fields go through a step of a plan, from the message before it to the one behind it: what the policy rules ask. */
export function stepLineage({ type, config }: PlanStep): Lineage {
  const expression = (text: unknown): Lineage => lineageOf(String(text)) ?? 'anywhere';
  if (type === 'transform.map') return expression(config['text']);
  if (type === 'transform.code' || type === 'transform.parse' || type === 'transform.build') return 'anywhere';
  if (type === 'route.split') return expression((config['items'] as { expr?: string } | undefined)?.expr);
  if (type === 'route.gather') return 'anywhere';
  // The answer takes the message's place.
  if (type === 'enrich.http-lookup' && (config['into'] ?? null) === null) return [];
  return 'same';
}

/** What of the message goes out with a step's request: all of it, unless the request says field by field; and what stands beside it. */
export function sentLineage({ type, config }: PlanStep): { body: Lineage; beside: Lineage } {
  const { url, query, headers, body } = config;
  if (type === 'enrich.http-lookup') return { body: [], beside: inFields({ url, query, headers }) };
  if (type === 'connector.sql') return { body: [], beside: inFields({ parameters: config['parameters'] }) };
  if (type === 'connector.sftp')
    return { body: 'same', beside: inFields({ folder: config['folder'], name: config['name'] }) };
  if (type === 'connector.amqp') {
    const { exchange, routingKey, headers: extra } = config;
    return { body: 'same', beside: inFields({ exchange, routingKey, extra }) };
  }
  if (type !== 'connector.http') return { body: 'same', beside: [] };
  const beside = inFields({ url, query, headers, key: config['key'] });
  return { body: body === undefined ? 'same' : inFields({ body }), beside };
}

function inFields(settings: Record<string, unknown>): Lineage {
  const parts = fieldsIn(settings).flatMap(inField);
  return parts.includes(null) ? 'anywhere' : parts.filter((part) => part !== null).flat();
}

function inField({ kind, text }: FieldAt): (Copy[] | null)[] {
  if (kind === 'expr') return [lineageOf(text)];
  return templateParts(text).parts.map((part) => ('expr' in part ? lineageOf(part.expr) : []));
}
