import { confirmFactor as confirm } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';

export const confirmFactor = route(
  {
    method: 'put',
    path: '/second-factor',
    summary: 'Confirm a second factor with its first code; answers codes for when the device is lost',
    permission: 'token.own',
    where: 'own',
    body: z.strictObject({ code: z.string().min(6).max(20) }),
    answer: z.object({ recovery: z.array(z.string()) }),
  },
  ({ store, principal, body }) => confirm(store, principal, body.code),
);
