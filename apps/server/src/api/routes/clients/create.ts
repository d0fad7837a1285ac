import { createClient as create } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { route } from '../../route.ts';
import { inBodysWhole } from '../environments/scope.ts';
import { clientFields } from './fields.ts';

export const createClient = route(
  {
    method: 'post',
    path: '/clients',
    summary: 'Register a partner’s program, and open doors to it',
    permission: 'door.manage',
    where: inBodysWhole,
    body: z.strictObject({
      environment: environmentName,
      name: clientFields.name,
      contact: clientFields.contact.default(''),
      note: clientFields.note.default(''),
      doors: clientFields.doors.default([]),
    }),
    answer: z.object({ id: z.string() }),
    status: 201,
  },
  ({ store, principal, body: { environment, ...wanted } }) => create(store, principal, environment, wanted),
);
