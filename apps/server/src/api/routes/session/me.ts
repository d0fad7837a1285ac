import type { Principal } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';

/** The caller, with the rights it has somewhere: for showing and hiding, never for deciding. */
export const me = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  permissions: z.array(z.string()),
  secondFactor: z.boolean(),
  /** Signed in with an account for emergencies. */
  emergency: z.boolean(),
});

export function describe(principal: Principal): z.input<typeof me> {
  const { user, grants } = principal;
  if (user === null) throw new Error('nobody is signed in');
  const permissions = [...new Set(grants.flatMap((grant) => [...grant.permissions]))].sort();
  return {
    ...user,
    permissions,
    secondFactor: principal.secondFactor ?? false,
    emergency: principal.emergency ?? false,
  };
}

export const whoAmI = route(
  {
    method: 'get',
    path: '/session',
    summary: 'Who this session or token stands for',
    permission: 'signed-in',
    where: 'own',
    answer: me,
  },
  async ({ principal }) => describe(principal),
);
