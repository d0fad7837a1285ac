import { changeClient as change } from '@throughline/store';
import { z } from 'zod';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';
import { clientFields } from './fields.ts';
import { ofClient } from './scope.ts';

const { name, contact, note, doors } = clientFields;

export const changeClient = route(
  {
    method: 'put',
    path: '/clients/:id',
    summary: 'Change a client; what is left out stays. Switched off, it is let in nowhere',
    permission: 'door.manage',
    where: ofClient,
    body: z.strictObject({ name, contact, note, doors, active: z.boolean() }).partial(),
    answer: nothing,
  },
  ({ store, principal, params, body }) => {
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    return change(store, principal, params.id, given);
  },
);
