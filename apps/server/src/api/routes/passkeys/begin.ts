import { route } from '../../route.ts';
import { options } from './passkey.ts';

export const beginPasskey = route(
  {
    method: 'post',
    path: '/passkeys/begin',
    summary: 'Begin to add a passkey: what to ask the device for',
    permission: 'token.own',
    where: 'own',
    answer: options,
  },
  async ({ identity, principal, c }) => ({
    ...(await identity.passkeys.beginAdding(principal, c.req.header('origin') ?? '')),
  }),
);
