import { putConnection as put } from '@throughline/store';
import { z } from 'zod';
import { environmentName, nothing } from '../../fields.ts';
import { route } from '../../route.ts';
import { inBodysWhole } from '../environments/scope.ts';
import { checkFinished, checkSecrets, nameIn, readSettings, secretsWanted } from './wanted.ts';

export const dataClass = z.enum(['open', 'financial', 'pii', 'phi']);

export const putConnection = route(
  {
    method: 'put',
    path: '/connections/:name',
    summary: 'Bind a connection to an address and credentials; secrets that are left out stay, for the same hosts only',
    permission: 'connection.manage',
    where: inBodysWhole,
    body: z.strictObject({
      environment: environmentName,
      type: z.string().max(31),
      settings: z.record(z.string(), z.unknown()),
      secrets: secretsWanted.default({}),
      classes: z.array(dataClass).max(4).optional(),
    }),
    answer: nothing,
  },
  async ({ store, principal, params, body }) => {
    const name = nameIn(params.name);
    const { kind, settings } = readSettings(body.type, body.settings);
    checkSecrets(kind, settings, body.secrets);
    checkFinished(kind, settings);
    const { environment, type, secrets, classes } = body;
    const hosts = kind.hosts(settings);
    const chosen = classes === undefined ? {} : { classes };
    await put(store, principal, { environment, name, type, settings, hosts, secrets, ...chosen });
  },
);
