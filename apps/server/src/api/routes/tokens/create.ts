import { createToken as create, type Permission, permissions } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { route } from '../../route.ts';
import { folderName } from '../invitations/invitation.ts';
import { shown } from './token.ts';

export const DAY_MS = 86_400_000;

export const tokenWanted = z.strictObject({
  name: z.string().min(1).max(120),
  permissions: z
    .array(z.enum(Object.keys(permissions) as [Permission, ...Permission[]]))
    .min(1)
    .max(100),
  /** Left out: every environment that you may reach. */
  environments: z.array(environmentName).min(1).max(100).optional(),
  /** Left out: for flows of every folder that you may reach. */
  folders: z.array(folderName).min(1).max(100).optional(),
  days: z.int().min(1).max(365).default(90),
});

export const createToken = route(
  {
    method: 'post',
    path: '/tokens',
    summary: 'Make an API token; the answer is the only place that shows it',
    permission: 'token.own',
    where: 'own',
    body: tokenWanted,
    answer: shown,
    status: 201,
  },
  ({ store, principal, body }) =>
    create(store, principal, {
      name: body.name,
      permissions: body.permissions,
      environments: body.environments ?? null,
      folders: body.folders ?? null,
      expiresAt: new Date(Date.now() + body.days * DAY_MS),
    }),
);
