import { z } from 'zod';
import { route } from '../../route.ts';
import { answered } from '../passkeys/passkey.ts';
import { describe, me } from '../session/me.ts';

export const signInByPasskey = route(
  {
    method: 'post',
    path: '/sign-in/passkey',
    summary: 'Sign in with a passkey: what the device answered; sets the session cookie',
    permission: 'anyone',
    where: 'own',
    body: z.strictObject({ answer: answered }),
    answer: me,
  },
  async ({ identity, principal: { address }, body, c }) => {
    const { principal, cookies } = await identity.passkeys.signIn(body.answer as never, c.req.raw.headers, address);
    for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
    return describe(principal);
  },
);
