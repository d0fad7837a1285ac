import { makeInvitation as make } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { roleName } from '../users/user.ts';
import { invitation, places } from './invitation.ts';

export const makeInvitation = route(
  {
    method: 'post',
    path: '/invitations',
    summary: 'Invite somebody by a link, which is good once; its secret is in this answer only',
    permission: 'user.manage',
    where: 'platform',
    body: z.strictObject({
      email: z.email().max(254),
      name: z.string().trim().min(1).max(120),
      role: roleName,
      ...places,
      hours: z.int().min(1).max(720).default(72),
    }),
    answer: invitation.extend({ secret: z.string() }),
    status: 201,
  },
  async ({ store, principal, body }) => {
    const { invitation: made, secret } = await make(store, principal, body);
    return { ...made, secret };
  },
);
