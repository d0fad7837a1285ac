import { createToken as create } from '@throughline/store';
import { route } from '../../route.ts';
import { DAY_MS, tokenWanted } from '../tokens/create.ts';
import { shown } from '../tokens/token.ts';

export const createServiceToken = route(
  {
    method: 'post',
    path: '/service-accounts/:id/tokens',
    summary:
      'Make a token for a service account, with rights of yours that its role has too; shown in this answer only',
    permission: 'user.manage',
    where: 'platform',
    body: tokenWanted,
    answer: shown,
    status: 201,
  },
  ({ store, principal, params, body }) => {
    const { name, permissions, environments = null, folders = null, days } = body;
    const expiresAt = new Date(Date.now() + days * DAY_MS);
    return create(store, principal, { name, permissions, environments, folders, expiresAt }, params.id);
  },
);
