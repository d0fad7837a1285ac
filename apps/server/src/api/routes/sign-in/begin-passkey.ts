import { route } from '../../route.ts';
import { options } from '../passkeys/passkey.ts';

export const beginPasskeySignIn = route(
  {
    method: 'post',
    path: '/sign-in/passkey/begin',
    summary: 'Begin to sign in with a passkey: what to ask the device for',
    permission: 'anyone',
    where: 'own',
    answer: options,
  },
  async ({ identity, c }) => ({ ...(await identity.passkeys.beginSignIn(c.req.header('origin') ?? '')) }),
);
