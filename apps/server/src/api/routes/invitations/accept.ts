import { acceptInvitation as accept } from '@throughline/store';
import { z } from 'zod';
import { password } from '../../fields.ts';
import { route } from '../../route.ts';
import { describe, me } from '../session/me.ts';
import { secret } from './invitation.ts';

export const acceptInvitation = route(
  {
    method: 'post',
    path: '/invitations/accept',
    summary: 'Take an invitation: choose a password and be signed in; good once',
    permission: 'anyone',
    where: 'own',
    body: z.strictObject({ secret, name: z.string().trim().min(1).max(120), password }),
    answer: me,
  },
  async ({ store, principal: { address }, principal, identity, body, c }) => {
    const passwordHash = await identity.hashPassword(body.password);
    const { email } = await accept(store, principal, body.secret, { name: body.name, passwordHash });
    const signedIn = await identity.signIn({ email, password: body.password }, c.req.raw.headers, address);
    for (const cookie of signedIn.cookies) c.header('set-cookie', cookie, { append: true });
    return describe(signedIn.principal);
  },
);
