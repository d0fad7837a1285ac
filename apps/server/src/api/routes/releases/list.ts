import { listReleases as list } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { release } from './fields.ts';

export const listReleases = route(
  {
    method: 'get',
    path: '/releases',
    summary: 'Releases, newest first, and where each went',
    permission: 'flow.see',
    where: async () => ({ environment: null }),
    answer: z.object({ releases: z.array(release) }),
  },
  async ({ store }) => ({ releases: await list(store) }),
);
