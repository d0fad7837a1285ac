import { z } from 'zod';
import { instant } from '../../fields.ts';

export const token = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string(),
  permissions: z.array(z.string()),
  environments: z.array(z.string()).nullable(),
  folders: z.array(z.string()).nullable(),
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
});

/** With the token itself: the only answer that shows it. */
export const shown = token.extend({ token: z.string() });
