import { readSignInSettings } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';

export const listWaysIn = route(
  {
    method: 'get',
    path: '/sign-in',
    summary: 'How people may sign in here',
    permission: 'anyone',
    where: 'own',
    answer: z.object({ passwords: z.boolean(), oidc: z.object({ title: z.string() }).nullable() }),
  },
  async ({ store }) => {
    const { passwords, oidc } = await readSignInSettings(store);
    return { passwords: passwords === 'everybody', oidc: oidc === null ? null : { title: oidc.title } };
  },
);
