import type { TableRefused } from '@throughline/store';
import { z } from 'zod';
import { Refusal } from '../../refusal.ts';

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'letters, digits, dot, _ and -');

export const tableDefinition = z.strictObject({
  name,
  title: z.string().min(1).max(200),
  description: z.string().max(4000).optional(),
  key: z.array(name).min(1).max(8),
  effective: z.boolean(),
  columns: z
    .array(
      z.strictObject({
        name,
        title: z.string().min(1).max(200),
        type: z.enum(['text', 'decimal', 'integer', 'date', 'boolean']),
        required: z.boolean(),
        class: z.string().max(20).optional(),
        references: z.string().max(140).optional(),
      }),
    )
    .min(1)
    .max(200),
});

export const tableRows = z
  .array(z.strictObject({ line: z.int().min(1), values: z.record(z.string(), z.string()) }))
  .max(100_000);

/** Problems shown of a file that has many. */
const MAX_SHOWN = 200;

export function refusalOf({ code, message, problems }: TableRefused): Refusal {
  const errors = problems.slice(0, MAX_SHOWN).map(({ line, column, sentence }) => {
    return { field: `/${line}${column === null ? '' : `/${column}`}`, sentence: `Line ${line}: ${sentence}` };
  });
  return new Refusal(400, code, message, { errors });
}
