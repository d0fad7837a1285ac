import { createEnvironment as create } from '@throughline/store';
import { z } from 'zod';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';
import { colour, settings, title } from './environment.ts';

export const createEnvironment = route(
  {
    method: 'post',
    path: '/environments',
    summary: 'Make an environment; names that are addresses of this server are refused',
    permission: 'environment.manage',
    where: 'platform',
    body: z.strictObject({
      name: z.string().max(31),
      title,
      colour,
      protected: z.boolean().default(false),
      settings: settings.default({}),
    }),
    answer: nothing,
  },
  ({ store, principal, body }) => create(store, principal, body as Parameters<typeof create>[2]),
);
