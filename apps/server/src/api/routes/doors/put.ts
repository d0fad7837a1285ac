import { listEnvironments, putDoor as put } from '@throughline/store';
import { z } from 'zod';
import { environmentName, nothing } from '../../fields.ts';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofFlowInBodysEnvironment } from '../environments/scope.ts';
import { doorSettings } from './fields.ts';

export const putDoor = route(
  {
    method: 'put',
    path: '/doors/:flow/:node',
    summary:
      'Say who may come in by a trigger in an environment: ways, addresses, limits; and what its partners read about it',
    permission: 'door.manage',
    where: ofFlowInBodysEnvironment,
    body: z.strictObject({ environment: environmentName, settings: doorSettings }),
    answer: nothing,
  },
  async ({ store, principal, params, body: { environment, settings } }) => {
    const known = (await listEnvironments(store)).find(({ name }) => name === environment);
    const jwks = settings.ways.token?.jwksUrl;
    if (known?.protected && jwks !== undefined && !jwks.startsWith('https:')) {
      const errors = [
        { field: '/settings/ways/token/jwksUrl', sentence: 'begins with https in a protected environment' },
      ];
      throw new Refusal(400, 'body_invalid', 'The keys of an issuer come by https in a protected environment.', {
        errors,
      });
    }
    await put(store, principal, { environment, ...params, settings });
  },
);
