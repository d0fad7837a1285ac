import { z } from 'zod';

/** What a rule says about one step. */
export const finding = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  sentence: z.string(),
  node: z.string(),
  field: z.string().optional(),
  /** Nodes from where guarded data comes in to where it would go out. */
  path: z.array(z.string()).optional(),
});
