import { readKeyUse } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';

export const listKeys = route(
  {
    method: 'get',
    path: '/keys',
    summary: 'How much each master key still wraps; one with nothing left may be put away',
    permission: 'connection.manage',
    where: 'platform',
    answer: z.object({
      keys: z.array(
        z.object({ id: z.string(), here: z.boolean(), primary: z.boolean(), dataKeys: z.int(), secrets: z.int() }),
      ),
    }),
  },
  async ({ store }) => ({ keys: await readKeyUse(store) }),
);
