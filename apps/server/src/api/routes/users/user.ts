import { z } from 'zod';
import { instant } from '../../fields.ts';

export const user = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.string(),
  active: z.boolean(),
  environments: z.array(z.string()).nullable(),
  folders: z.array(z.string()).nullable(),
  service: z.boolean(),
  breakGlass: z.boolean(),
  createdAt: instant,
});

export const roleName = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'a name of a role, like operator');
