import { audited, environmentId, loadConnection } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { inBodysWhole } from '../environments/scope.ts';
import { nameIn, readSettings } from './wanted.ts';

const draft = z.strictObject({
  type: z.string().max(31),
  settings: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string().max(40), z.string().max(20_000)).default({}),
});

/** What the other side showed, such as its key, to be set in this field once somebody confirmed it. */
const offer = z.object({ field: z.string(), value: z.string() });

export const tryConnection = route(
  {
    method: 'post',
    path: '/connections/:name/try',
    summary: 'Reach for a system as a delivery would, as it is kept or as it is being edited; changes nothing there',
    permission: 'connection.manage',
    where: inBodysWhole,
    body: z.strictObject({ environment: environmentName, draft: draft.optional() }),
    answer: z.object({ ok: z.boolean(), code: z.string(), sentence: z.string(), ms: z.int(), offer: offer.optional() }),
  },
  async ({ store, principal, trials, params, body: { environment, draft: given } }) => {
    const name = nameIn(params.name);
    const kept = await loadConnection(store, await environmentId(store, environment), name);
    const connection = given === undefined ? kept : asEdited(name, given, kept);
    if (connection === undefined) throw missing();
    const result = await trials.try(environment, connection);
    const summary = `Tried the connection ${name} of ${environment}: ${result.ok ? 'it answers' : result.code}.`;
    return audited(store, principal, 'connection.try', async () => ({
      result,
      object: `connection:${environment}/${name}`,
      summary,
    }));
  },
);

/** Secrets that are kept go to the hosts they were entered for only, whatever the edited settings say. */
function asEdited(
  name: string,
  { type, settings: given, secrets }: z.output<typeof draft>,
  kept: Awaited<ReturnType<typeof loadConnection>>,
) {
  const { kind, settings } = readSettings(type, given);
  const isWhole = kind.secrets(settings).every(({ name: secret, required }) => !required || secrets[secret]);
  if (isWhole) return { name, type, settings, secrets, bound: kind.hosts(settings) };
  return { name, type, settings, secrets: { ...kept?.secrets, ...secrets }, bound: kept?.bound ?? [] };
}
