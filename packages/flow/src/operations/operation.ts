import { z } from 'zod';
import type { Catalogue } from '../definition.ts';
import type { FlowDocument } from '../document.ts';
import { sameJson } from '../json/same.ts';
import type { Problem } from '../problem.ts';

/** An edit that cannot be made; nothing was changed. */
export interface Refused {
  refused: Problem;
}

/**
 * One kind of edit: a pure function from document to document, with the schema of its arguments. Where an operation carries `was`
 * (the value the person saw), it is refused with `changed_meanwhile` when somebody else has put another value there since; without
 * `was` it overwrites knowingly. Made twice, it changes nothing the second time.
 */
export interface OperationKind<Args> {
  op: string;
  /** For history and undo, in words for people: `Add node`. */
  label: string;
  args: z.ZodType<Args>;
  make: (document: FlowDocument, args: Args, catalogue: Catalogue) => FlowDocument | Refused;
}

/** Ties an operation's name, argument shape and function together. */
export function defineOperation<const Op extends string, Shape extends z.ZodRawShape>(
  op: Op,
  label: string,
  shape: Shape,
  make: (document: FlowDocument, args: z.infer<z.ZodObject<Shape>>, catalogue: Catalogue) => FlowDocument | Refused,
) {
  const args = z.strictObject({ op: z.literal(op), ...shape }).meta({ title: label });
  return { op, label, args, make };
}

export function refuse(code: string, sentence: string, at: { node?: string; field?: string } = {}): Refused {
  return { refused: { severity: 'error', code, sentence, ...at } };
}

/** True when the value now there is neither what the person saw nor what they want; null stands for a value that is not there. */
export function changedMeanwhile(now: unknown, was: unknown, wanted: unknown): boolean {
  if (was === undefined) return false;
  return !sameJson(now ?? null, was ?? null) && !sameJson(now ?? null, wanted ?? null);
}

export function refuseChanged(what: string, at: { node?: string; field?: string } = {}): Refused {
  return refuse(
    'changed_meanwhile',
    `${what} was changed by somebody else meanwhile. Look at it and decide again.`,
    at,
  );
}

export function refuseGone(id: string): Refused {
  return refuse('node_gone', `The node ${id} is no longer there.`, { node: id });
}

export function isRefused(result: FlowDocument | Refused): result is Refused {
  return 'refused' in result;
}
