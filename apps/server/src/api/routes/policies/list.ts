import { checkPolicies, rules } from '@throughline/flow';
import { listExceptions, listPlans, personOf } from '@throughline/store';
import { z } from 'zod';
import { environmentName, instant } from '../../fields.ts';
import { flowFilter } from '../../folders.ts';
import { aroundOf } from '../../release/around.ts';
import { route } from '../../route.ts';
import { inEnvironment } from '../environments/scope.ts';
import { finding } from './finding.ts';

export const listPolicies = route(
  {
    method: 'get',
    path: '/policies',
    summary: 'The rules of the house, what they find in the flows that are live in an environment, and exceptions',
    permission: 'flow.see',
    where: inEnvironment,
    query: z.strictObject({ environment: environmentName }),
    answer: z.object({
      rules: z.record(z.string(), z.string()),
      findings: z.array(finding.extend({ flow: z.string() })),
      exceptions: z.array(
        z.object({
          id: z.string(),
          flow: z.string(),
          node: z.string(),
          rule: z.string(),
          reason: z.string(),
          expiresAt: instant,
          askedName: z.string(),
          /** Asked by the caller, who so cannot approve it. */
          mine: z.boolean(),
          askedAt: instant,
          approvedName: z.string().nullable(),
          approvedAt: instant.nullable(),
          endedAt: instant.nullable(),
        }),
      ),
    }),
  },
  async ({ store, publishing, principal, query }) => {
    const sees = await flowFilter(store, principal, 'flow.see', query.environment);
    const around = await aroundOf(store, publishing.catalogue, query.environment);
    const plans = (await listPlans(store, query.environment)).filter(({ flow }) => sees(flow));
    const findings = plans.flatMap(({ flow, plan }) => checkPolicies(plan, around).map((one) => ({ ...one, flow })));
    const exceptions = await listExceptions(store, query.environment);
    const seen = exceptions.filter(({ flow }) => sees(flow));
    const me = personOf(principal);
    return { rules, findings, exceptions: seen.map((one) => ({ ...one, mine: one.askedBy === me })) };
  },
);
