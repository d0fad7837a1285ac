import { makeRelease as make } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { route } from '../../route.ts';
import { inBodysWhole } from '../environments/scope.ts';

export const makeRelease = route(
  {
    method: 'post',
    path: '/releases',
    summary: 'Make a release of what runs in an environment; the same content is the same release',
    permission: 'release.make',
    where: inBodysWhole,
    body: z.strictObject({
      environment: environmentName,
      flows: z.array(z.string().max(64)).min(1).max(500).nullable().default(null),
      tables: z.enum(['content', 'columns']).default('content'),
      title: z.string().trim().min(1).max(120),
      note: z.string().max(4000).default(''),
    }),
    answer: z.object({ id: z.string(), number: z.int(), made: z.boolean() }),
    status: 201,
  },
  ({ store, principal, publishing, body }) => make(store, principal, body, publishing),
);
