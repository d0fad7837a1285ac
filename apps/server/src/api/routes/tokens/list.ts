import { listTokens as list } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { token } from './token.ts';

export const listTokens = route(
  {
    method: 'get',
    path: '/tokens',
    summary: 'Your own API tokens, newest first',
    permission: 'token.own',
    where: 'own',
    answer: z.object({ tokens: z.array(token) }),
  },
  async ({ store, principal }) => ({ tokens: await list(store, principal.user!.id) }),
);
