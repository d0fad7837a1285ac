import { z } from 'zod';

/** The parts that requests and answers share. */
export const instant = z
  .date()
  .transform((at) => at.toISOString())
  .pipe(z.iso.datetime());

/** An instant in a query: ISO 8601 with its zone. */
export const instantText = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const nothing = z.void();

/** An answer that writes itself: a file, a stream of events. */
export const streamed = z.instanceof(Response);

export const environmentName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'a name of an environment, like dev');

export const flowId = z.string().max(64);

/** How many entries a page has. */
export const limit = z.coerce.number<string>().int().min(1).max(200).default(50);

export const password = z.string().min(12, 'at least 12 characters').max(128, 'at most 128 characters');

export const counts = z.object({
  accepted: z.int(),
  delivered: z.int(),
  quarantined: z.int(),
  filtered: z.int(),
  inFlight: z.int(),
});
