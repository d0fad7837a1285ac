import { z } from 'zod';
import { instant } from '../../fields.ts';

export const passkey = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
});

/** What a browser's `credential.toJSON()` gives; its parts are judged where they are verified. */
export const answered = z.looseObject({
  id: z.string().min(1).max(1400),
  rawId: z.string().min(1).max(1400),
  type: z.literal('public-key'),
  response: z.looseObject({ clientDataJSON: z.string().max(20_000) }),
  clientExtensionResults: z.looseObject({}).default({}),
});

/** What the browser is to ask the device for, as the standard writes it. */
export const options = z.looseObject({ challenge: z.string() });
