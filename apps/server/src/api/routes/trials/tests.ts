import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofFlowInBodysEnvironment } from '../environments/scope.ts';
import { problem } from '../flows/problem.ts';
import { ofFlow } from '../flows/scope.ts';
import { documentOf, whichDocument } from './document.ts';
import { outcome } from './fields.ts';
import { trialPace } from './pace.ts';

export const testFlow = route(
  {
    method: 'post',
    path: '/flows/:flow/tests',
    summary: 'Run the tests of a flow: every kept message that says what is to become of it; each difference is told',
    permission: 'flow.try',
    where: ofFlowInBodysEnvironment,
    bytes: 24 * 1024 * 1024,
    pace: trialPace,
    body: z.strictObject({
      ...whichDocument,
      environment: environmentName,
      only: z.array(z.string().max(120)).max(500).optional().meta({ description: 'Names of messages; left out: all' }),
    }),
    answer: z.object({
      results: z.array(
        z.object({
          name: z.string(),
          node: z.string(),
          note: z.string().nullable(),
          differences: z.array(
            z.object({ path: z.string(), expected: z.unknown().optional(), actual: z.unknown().optional() }),
          ),
          outcome: outcome.nullable(),
          problems: z.array(problem),
        }),
      ),
    }),
  },
  async (call) => {
    const { dryRun, params, body, c } = call;
    if ((await ofFlow(call, call)) === null) throw missing();
    const document = await documentOf(params.flow, body, call);
    const wanted = { document, environment: body.environment, only: body.only };
    return { results: await dryRun.test(wanted, c.req.raw.signal) };
  },
);
