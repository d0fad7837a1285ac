import { runStates } from '@throughline/store';
import { z } from 'zod';
import { environmentName, flowId, instant, instantText } from '../../fields.ts';

export const runState = z.enum(runStates);

/** What narrows a list of runs, as it stands in a query. */
export const runFilter = {
  environment: environmentName,
  flow: flowId.optional(),
  state: runState.optional(),
  code: z.string().max(80).optional(),
  node: z.string().max(200).optional(),
  version: z.coerce.number<string>().int().min(1).max(999_999_999).optional(),
  replay: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
  since: instantText.optional(),
  until: instantText.optional(),
  /** Business key, correlation id, id of a run or message, or part of an error code. */
  search: z.string().min(1).max(200).optional(),
};

/** The same in a body, where numbers and truth values are themselves. */
export const runFilterInBody = {
  ...runFilter,
  version: z.int().min(1).max(999_999_999).optional(),
  replay: z.boolean().optional(),
};

/** A personal one has no value here: only its keyed hash is kept. */
export const businessKeys = z.array(z.object({ name: z.string(), value: z.string().nullable() }));

export const runSummary = z.object({
  id: z.string(),
  message: z.string(),
  flow: z.string(),
  version: z.int(),
  state: runState,
  replay: z.int(),
  correlationId: z.string(),
  error: z.object({ code: z.string(), node: z.string().nullable() }).nullable(),
  beganAt: instant,
  endedAt: instant.nullable(),
  size: z.int(),
  contentType: z.string(),
  keys: businessKeys,
});
