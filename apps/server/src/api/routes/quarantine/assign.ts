import { announce, assignQuarantine as assign, audited } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { folderLimit } from '../../folders.ts';
import { route } from '../../route.ts';
import { inBodysEnvironment } from '../environments/scope.ts';
import { quarantineFilter } from './filter.ts';

export const assignQuarantine = route(
  {
    method: 'put',
    path: '/quarantine/care',
    summary: 'Say who looks after quarantined messages and what is known of them; a part left out stays as it is',
    permission: 'quarantine.manage',
    where: inBodysEnvironment,
    body: z.strictObject({
      environment: environmentName,
      quarantine: z.strictObject(quarantineFilter),
      owner: z.string().trim().min(1).max(120).nullable().optional(),
      note: z.string().trim().min(1).max(2000).nullable().optional(),
    }),
    answer: z.object({ count: z.int() }),
  },
  ({ store, principal, body: { environment, quarantine, owner, note } }) =>
    audited(store, principal, 'quarantine.care', async (tx) => {
      const limit = folderLimit(principal, 'quarantine.manage', environment);
      const count = await assign(tx, { ...quarantine, environment, ...limit }, { owner, note });
      await announce(tx, 'quarantine', null, environment);
      const summary = `Noted who looks after ${count} quarantined messages in ${environment}.`;
      return { result: { count }, object: `environment:${environment}`, summary, after: { quarantine, owner, note } };
    }),
);
