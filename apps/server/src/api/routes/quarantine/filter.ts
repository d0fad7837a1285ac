import { z } from 'zod';
import { flowId } from '../../fields.ts';

/** What narrows a selection of quarantined messages; absent parts do not. */
export const quarantineFilter = {
  flow: flowId.optional(),
  code: z.string().max(80).optional(),
  node: z.string().max(200).optional(),
  /** Field at fault, its places left out: `lines[].item`; null: none is named. */
  field: z.string().max(500).nullable().optional(),
  /** Those whose look-up missed this row. */
  missed: z.strictObject({ table: z.string().max(64), hash: z.string().max(64) }).optional(),
  ids: z.array(z.uuid()).min(1).max(10_000).optional(),
};
