import { beginFactor as begin } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';

export const beginFactor = route(
  {
    method: 'post',
    path: '/second-factor',
    summary: 'Begin to set up a second factor: a key for an authenticator app, shown once',
    permission: 'token.own',
    where: 'own',
    answer: z.object({ key: z.string(), uri: z.string() }),
    status: 201,
  },
  ({ store, principal }) => begin(store, principal),
);
