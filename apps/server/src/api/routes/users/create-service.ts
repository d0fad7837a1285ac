import { createService as create } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { places } from '../invitations/invitation.ts';
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
      ...places,
    }),
    answer: user,
    status: 201,
  },
  ({ store, principal, body }) => create(store, principal, body),
);
