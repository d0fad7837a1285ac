import { listInvitations as list } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { invitation } from './invitation.ts';

export const listInvitations = route(
  {
    method: 'get',
    path: '/invitations',
    summary: 'Invitations of the last 90 days, never their secrets',
    permission: 'user.manage',
    where: 'platform',
    answer: z.object({ invitations: z.array(invitation) }),
  },
  async ({ store }) => ({ invitations: await list(store) }),
);
