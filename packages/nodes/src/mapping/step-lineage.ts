import { type FieldAt, fieldsIn, type Lineage, type PlanStep, templateParts } from '@throughline/flow';
import { type Copy, lineageOf } from './lineage.ts';

/**
 * How fields go through a step of a plan: what the policy rules ask. For a connector with a body of its own: what of the message goes
 * into the request.
 */
export function stepLineage({ type, config }: PlanStep): Lineage {
  const expression = (text: unknown): Lineage => lineageOf(String(text)) ?? 'anywhere';
  if (type === 'transform.map') return expression(config['text']);
  if (type === 'transform.code' || type === 'transform.parse' || type === 'transform.build') return 'anywhere';
  if (type === 'route.split') return expression((config['items'] as { expr?: string } | undefined)?.expr);
  if (type === 'route.gather') return 'anywhere';
  if (type !== 'connector.http' || config['body'] === undefined) return 'same';
  const parts = fieldsIn(config).flatMap(inField);
  return parts.includes(null) ? 'anywhere' : parts.filter((part) => part !== null).flat();
}

function inField({ kind, text }: FieldAt): (Copy[] | null)[] {
  if (kind === 'expr') return [lineageOf(text)];
  return templateParts(text).parts.map((part) => ('expr' in part ? lineageOf(part.expr) : []));
}
