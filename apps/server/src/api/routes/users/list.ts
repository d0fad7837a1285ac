import { listUsers as list } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { user } from './user.ts';

export const listUsers = route(
  {
    method: 'get',
    path: '/users',
    summary: 'Everybody, with their roles',
    permission: 'user.see',
    where: 'platform',
    answer: z.object({ users: z.array(user) }),
  },
  async ({ store }) => ({ users: await list(store) }),
);
