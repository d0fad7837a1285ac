import { createUser as create } from '@throughline/store';
import { z } from 'zod';
import { password } from '../../fields.ts';
import { route } from '../../route.ts';
import { roleName, user } from './user.ts';

export const createUser = route(
  {
    method: 'post',
    path: '/users',
    summary: 'Make a person with a local account',
    permission: 'user.manage',
    where: 'platform',
    body: z.strictObject({ email: z.email().max(254), name: z.string().min(1).max(120), role: roleName, password }),
    answer: user,
    status: 201,
  },
  async ({ store, principal, identity, body: { password: secret, ...wanted } }) =>
    create(store, principal, { ...wanted, passwordHash: await identity.hashPassword(secret) }),
);
