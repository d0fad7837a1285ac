import { randomBytes } from 'node:crypto';
import { createBreakGlass as create } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { user } from './user.ts';

export const createBreakGlass = route(
  {
    method: 'post',
    path: '/break-glass-accounts',
    summary:
      'Make an account for emergencies, which may do everything, asks for a reason and alarms; its password is in this answer only',
    permission: 'user.manage',
    where: 'platform',
    body: z.strictObject({
      name: z
        .string()
        .trim()
        .min(2)
        .max(60)
        .regex(/[A-Za-z0-9]/, 'with a letter or a digit in it'),
    }),
    answer: user.extend({ password: z.string() }),
    status: 201,
  },
  async ({ store, principal, identity, body: { name } }) => {
    const password = randomBytes(24).toString('base64url');
    const made = await create(store, principal, { name, passwordHash: await identity.hashPassword(password) });
    return { ...made, password };
  },
);
