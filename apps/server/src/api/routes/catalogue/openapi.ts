import { z } from 'zod';
import { describeDoors } from '../../doors/describe.ts';
import { doorsIn } from '../../doors/view.ts';
import { CLIENT_KEY, visitorOf } from '../../doors/visitor.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';

export const describeCatalogue = route(
  {
    method: 'get',
    path: '/catalogue/:flow/openapi',
    summary:
      'The OpenAPI 3.1 description of the doors of a flow that are open to a client, by its own key in X-Client-Key',
    permission: 'anyone',
    where: 'own',
    answer: z.record(z.string(), z.unknown()),
  },
  async ({ store, principal, params, c }) => {
    const client = await visitorOf(store, c.req.header(CLIENT_KEY), principal.address);
    const isOwn = (door: { flow: string; node: string }) =>
      client.doors.some(({ flow, node }) => flow === door.flow && node === door.node);
    const doors = (await doorsIn(store, client.environment)).filter(
      (door) => door.flow === params.flow && door.http !== null && door.authentication === 'clients' && isOwn(door),
    );
    if (doors.length === 0) throw missing();
    return describeDoors(doors[0]!.name, client.environment, doors) as Record<string, unknown>;
  },
);
