import type { z } from 'zod';
import { fieldPath, type Problem, problem } from './problem.ts';

/** What a partner decides about one message: an effect with its answer, or a problem and no effect. */
export type Decision<Effect> =
  | { ok: true; reference: string; effect: Effect; answer: unknown }
  | { ok: false; problem: Problem };

export function refuse(status: number, code: string, detail: string, field?: string): { ok: false; problem: Problem } {
  return { ok: false, problem: problem(status, code, detail, field) };
}

/** The message in its expected shape, or 422 `<noun>_invalid` naming the first field at fault. */
export function parse<T>(
  schema: z.ZodType<T>,
  message: unknown,
  noun: string,
): { ok: true; message: T } | { ok: false; problem: Problem } {
  const result = schema.safeParse(message);
  if (result.success) return { ok: true, message: result.data };
  const issue = result.error.issues[0];
  const field = fieldPath(issue?.path ?? []);
  const code = field.endsWith('chargeCode') ? 'charge_code_missing' : `${noun}_invalid`;
  return refuse(422, code, `${field || 'body'}: ${issue?.message ?? 'not in the expected shape'}`, field || undefined);
}

/** Whole cents; amounts are compared in them. */
export function cents(amount: number): number {
  return Math.round(amount * 100 + Number.EPSILON * Math.sign(amount));
}
