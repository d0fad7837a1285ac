import { audited, deployIn, listEnvironments } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofFlowInBodysEnvironment } from '../environments/scope.ts';

export const putLive = route(
  {
    method: 'put',
    path: '/flows/:flow/live',
    summary: 'Make a version live in an environment; messages accepted before keep theirs',
    permission: 'release.make',
    where: ofFlowInBodysEnvironment,
    body: z.strictObject({ environment: environmentName, version: z.int().min(1) }),
    answer: z.object({ flow: z.string(), environment: z.string(), version: z.int() }),
  },
  async ({ store, principal, params, body }) => {
    const target = (await listEnvironments(store)).find(({ name }) => name === body.environment);
    if (target?.protected) {
      const sentence = `${target.title} is protected: it takes releases, which somebody else approves.`;
      throw new Refusal(409, 'environment_protected', sentence);
    }
    return audited(store, principal, 'flow.deploy', async (tx) => {
      const { environment, version } = body;
      await deployIn(tx.sql, { environment, flow: params.flow, version, by: principal.name });
      const summary = `Made version ${version} of ${params.flow} live in ${environment}.`;
      return {
        result: { flow: params.flow, environment, version },
        object: `flow:${params.flow}`,
        summary,
        after: body,
      };
    });
  },
);
