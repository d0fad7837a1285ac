import { findInvitation } from '@throughline/store';
import { z } from 'zod';
import { instant } from '../../fields.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { secret } from './invitation.ts';

export const lookAtInvitation = route(
  {
    method: 'post',
    path: '/invitations/look',
    summary: 'What an invitation says, to whoever has its link',
    permission: 'anyone',
    where: 'own',
    body: z.strictObject({ secret }),
    answer: z.object({ email: z.string(), name: z.string(), role: z.string(), expiresAt: instant }),
  },
  async ({ store, body }) => {
    const found = await findInvitation(store, body.secret);
    if (found === null) throw missing();
    return found;
  },
);
