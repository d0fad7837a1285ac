import { audited, setTaking } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { route } from '../../route.ts';
import { ofFlowInBodysEnvironment } from '../environments/scope.ts';

export const putTaking = route(
  {
    method: 'put',
    path: '/flows/:flow/taking',
    summary: 'Stop a flow from taking messages in an environment, or let it take them again; what was accepted goes on',
    permission: 'release.make',
    where: ofFlowInBodysEnvironment,
    body: z.strictObject({ environment: environmentName, taking: z.boolean() }),
    answer: z.object({ flow: z.string(), environment: z.string(), version: z.int(), taking: z.boolean() }),
  },
  ({ store, principal, params: { flow }, body: { environment, taking } }) =>
    audited(store, principal, taking ? 'flow.resume' : 'flow.stop', async (tx) => {
      const version = await setTaking(tx, { environment, flow, taking, by: principal.name });
      const summary = taking
        ? `Let ${flow} take messages in ${environment} again, on version ${version}.`
        : `Stopped ${flow} from taking messages in ${environment}.`;
      return {
        result: { flow, environment, version, taking },
        object: `flow:${flow}`,
        summary,
        after: { environment, taking },
      };
    }),
);
