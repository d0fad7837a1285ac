import { listUsers as list, listFurther } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { user } from './user.ts';

const further = z.object({
  role: z.string(),
  environments: z.array(z.string()).nullable(),
  folders: z.array(z.string()).nullable(),
});

export const listUsers = route(
  {
    method: 'get',
    path: '/users',
    summary: 'Everybody, with their roles',
    permission: 'user.see',
    where: 'platform',
    answer: z.object({ users: z.array(user.extend({ further: z.array(further) })) }),
  },
  async ({ store }) => {
    const all = await listFurther(store);
    const users = await list(store);
    return { users: users.map((one) => ({ ...one, further: all.filter(({ userId }) => userId === one.id) })) };
  },
);
