import { type RoleName, roleNames } from '@throughline/store';
import { z } from 'zod';
import { instant } from '../../fields.ts';

export const user = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.string(),
  active: z.boolean(),
  environments: z.array(z.string()).nullable(),
  service: z.boolean(),
  createdAt: instant,
});

export const roleName = z.enum(roleNames as [RoleName, ...RoleName[]]);
