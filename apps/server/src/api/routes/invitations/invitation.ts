import { z } from 'zod';
import { environmentName, instant } from '../../fields.ts';

export const folderName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a name of a folder, like supply');

/** Where a role holds; null: everywhere. */
export const places = {
  environments: z.array(environmentName).max(100).nullable().default(null),
  folders: z.array(folderName).max(100).nullable().default(null),
};

export const invitation = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.string(),
  environments: z.array(z.string()).nullable(),
  folders: z.array(z.string()).nullable(),
  madeAt: instant,
  expiresAt: instant,
  acceptedAt: instant.nullable(),
  withdrawnAt: instant.nullable(),
});

export const secret = z.string().min(1).max(100);
