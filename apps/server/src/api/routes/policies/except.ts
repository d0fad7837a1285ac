import { type RuleName, rules } from '@throughline/flow';
import { askException as ask } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { route } from '../../route.ts';
import { inBodysWhole } from '../environments/scope.ts';
import { reason } from '../releases/fields.ts';

const DAY_MS = 86_400_000;

export const askException = route(
  {
    method: 'post',
    path: '/policies/exceptions',
    summary: 'Answer for a finding until a day; counts once somebody else has approved it',
    permission: 'flow.publish',
    where: inBodysWhole,
    body: z.strictObject({
      environment: environmentName,
      flow: z.string().max(64),
      node: z.string().max(200),
      rule: z.enum(Object.keys(rules) as [RuleName, ...RuleName[]]),
      reason,
      days: z.int().min(1).max(365),
    }),
    answer: z.object({ id: z.string() }),
    status: 201,
  },
  ({ store, principal, body: { days, ...wanted } }) =>
    ask(store, principal, { ...wanted, expiresAt: new Date(Date.now() + days * DAY_MS) }),
);
