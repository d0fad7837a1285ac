import { z } from 'zod';
import { describeDoors } from '../../doors/describe.ts';
import { doorsIn } from '../../doors/view.ts';
import { environmentName } from '../../fields.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofFlowInEnvironment } from '../environments/scope.ts';

export const describeFlowDoors = route(
  {
    method: 'get',
    path: '/doors/:flow/openapi',
    summary: 'The OpenAPI 3.1 description of a flow’s HTTP doors in an environment',
    permission: 'door.see',
    where: ofFlowInEnvironment,
    query: z.strictObject({ environment: environmentName }),
    answer: z.record(z.string(), z.unknown()),
  },
  async ({ store, params, query: { environment } }) => {
    const doors = (await doorsIn(store, environment)).filter(({ flow, http }) => flow === params.flow && http !== null);
    if (doors.length === 0) throw missing();
    return describeDoors(doors[0]!.name, environment, doors) as Record<string, unknown>;
  },
);
