import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';

export const signOut = route(
  {
    method: 'delete',
    path: '/session',
    summary: 'End this session',
    permission: 'signed-in',
    where: 'own',
    answer: nothing,
  },
  async ({ identity, principal, c }) => {
    const cookies = await identity.signOut(principal, c.req.raw.headers);
    for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
    return undefined;
  },
);
