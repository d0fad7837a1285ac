import { z } from 'zod';
import { route } from '../../route.ts';
import { answered, passkey } from './passkey.ts';

export const addPasskey = route(
  {
    method: 'post',
    path: '/passkeys',
    summary: 'Add a passkey: what the device answered',
    permission: 'token.own',
    where: 'own',
    body: z.strictObject({ name: z.string().trim().min(1).max(60), answer: answered }),
    answer: passkey,
    status: 201,
  },
  ({ identity, principal, body }) => identity.passkeys.add(principal, body.name, body.answer as never),
);
