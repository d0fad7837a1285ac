import { listPasskeys as list } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { passkey } from './passkey.ts';

export const listPasskeys = route(
  {
    method: 'get',
    path: '/passkeys',
    summary: 'Your passkeys',
    permission: 'token.own',
    where: 'own',
    answer: z.object({ passkeys: z.array(passkey) }),
  },
  async ({ store, principal }) => ({ passkeys: await list(store, principal.user!.id) }),
);
