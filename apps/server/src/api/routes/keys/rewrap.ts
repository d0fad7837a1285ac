import { rewrapKeys as rewrap } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';

export const rewrapKeys = route(
  {
    method: 'post',
    path: '/keys/rewrap',
    summary: 'Wrap every data key anew under the primary master key, while everything goes on',
    permission: 'connection.manage',
    where: 'platform',
    answer: z.object({ rewrapped: z.int() }),
  },
  async ({ store, principal }) => ({ rewrapped: await rewrap(store, principal) }),
);
