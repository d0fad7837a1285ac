import type { Operation } from '@throughline/flow';
import { z } from 'zod';
import { instant } from '../../fields.ts';

/** An edit of a document; each is judged by itself when it is made, so that a strange one does not hold up the others. */
export const operation = z.record(z.string(), z.unknown()).meta({
  title: 'Operation',
  description: 'A named edit, as packages/flow publishes it: {"op": "configure-node", "node": …, "at": …, "value": …}',
}) as unknown as z.ZodType<Operation, Operation>;

/** An editing session: made at random by the page that edits. */
export const session = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, '8 to 64 letters, digits, _ and -');

export const change = z.object({
  revision: z.int(),
  session: z.string().nullable(),
  by: z.string(),
  at: instant,
  operations: z.array(operation).nullable().meta({ description: 'Null: the whole document was replaced' }),
});
