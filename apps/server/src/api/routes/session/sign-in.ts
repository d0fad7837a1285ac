import { z } from 'zod';
import { route } from '../../route.ts';
import { describe, me } from './me.ts';

export const signIn = route(
  {
    method: 'post',
    path: '/session',
    summary:
      'Sign in with address and password, and the code of the second factor where there is one; sets the session cookie',
    permission: 'anyone',
    where: 'own',
    body: z.strictObject({
      email: z.email().max(254),
      password: z.string().min(1).max(128),
      code: z.string().min(6).max(20).optional(),
      /** Why, where the account is for emergencies. */
      reason: z.string().trim().min(10).max(500).optional(),
    }),
    answer: me,
  },
  async ({ body, identity, principal: { address }, c, log }) => {
    const { principal, cookies } = await identity.signIn(body, c.req.raw.headers, address);
    if (principal.emergency) log.warn({ event: 'break-glass', actor: principal.actor, address }, 'emergency access');
    for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
    return describe(principal);
  },
);
