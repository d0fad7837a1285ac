import { createService as create } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { route } from '../../route.ts';
import { roleName, user } from './user.ts';

export const createService = route(
  {
    method: 'post',
    path: '/service-accounts',
    summary: 'Make an account for a program; it cannot sign in and acts by tokens made for it',
    permission: 'user.manage',
    where: 'platform',
    body: z.strictObject({
      name: z
        .string()
        .trim()
        .min(2)
        .max(60)
        .regex(/[A-Za-z0-9]/, 'with a letter or a digit in it'),
      role: roleName,
      environments: z.array(environmentName).max(100).nullable().default(null),
    }),
    answer: user,
    status: 201,
  },
  ({ store, principal, body }) => create(store, principal, body),
);
