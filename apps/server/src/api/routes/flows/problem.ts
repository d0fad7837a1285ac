import { z } from 'zod';

/** A finding about a document, placed so that a click can jump to it. */
export const problem = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  sentence: z.string(),
  node: z.string().optional(),
  field: z.string().optional(),
});
