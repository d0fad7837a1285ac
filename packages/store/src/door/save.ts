import { audited } from '../audit/audited.ts';
import type { Store } from '../client.ts';
import { environmentId } from '../environment/id.ts';
import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import type { Principal } from '../identity/principal.ts';
import type { Tx } from '../tx.ts';
import { listProxies, type SavedProxy } from './list.ts';
import type { DoorSettings } from './settings.ts';

export interface DoorWanted {
  environment: string;
  flow: string;
  node: string;
  settings: DoorSettings;
}

/** Says who may come in by a trigger of a flow in an environment. Throws StoreError `not_found`, `proxy_unknown`. */
export function putDoor(store: Store, principal: Principal, wanted: DoorWanted): Promise<void> {
  const { environment, flow, node, settings } = wanted;
  return audited<void>(store, principal, 'door.set', async (tx) => {
    const { sql } = tx;
    const id = await environmentId(tx, environment);
    await refuseUnknown(tx, wanted);
    const [before] = await sql<{ settings: DoorSettings }[]>`
      select settings from door where environment_id = ${id} and flow_id = ${flow} and node = ${node} for update`;
    await sql`
      insert into door (environment_id, flow_id, node, settings, changed_by)
      values (${id}, ${flow}, ${node}, ${JSON.stringify(settings)}::text::jsonb, ${principal.name})
      on conflict (environment_id, flow_id, node) do update set settings = excluded.settings,
        changed_by = excluded.changed_by, changed_at = now()`;
    await tellDoors(tx, environment, flow);
    return {
      result: undefined,
      object: `door:${environment}/${flow}/${node}`,
      summary: `Set the door ${node} of ${flow} in ${environment}: ${changed(before?.settings, settings)}.`,
      ...(before === undefined ? {} : { before: before.settings }),
      after: settings,
    };
  });
}

/** The proxies of an environment, all of them. Throws StoreError `proxy_used` when a door needs one that is left out. */
export function putProxies(
  store: Store,
  principal: Principal,
  environment: string,
  proxies: readonly SavedProxy[],
): Promise<void> {
  return audited<void>(store, principal, 'door.set-proxies', async (tx) => {
    const { sql } = tx;
    const id = await environmentId(tx, environment);
    const before = await listProxies(tx, environment);
    const used = await sql<{ flow: string; proxy: string }[]>`
      select flow_id as flow, settings #>> '{ways,certificate,proxy}' as proxy from door
      where environment_id = ${id} and settings #>> '{ways,certificate,proxy}' is not null for share`;
    const lost = used.find(
      ({ proxy }) => !proxies.some(({ name, certificate }) => name === proxy && certificate !== null),
    );
    if (lost !== undefined) {
      const sentence = `A door of ${lost.flow} believes certificates by the proxy ${lost.proxy}; it has to stay, with its header.`;
      throw new StoreError('proxy_used', sentence);
    }
    await sql`delete from door_proxy where environment_id = ${id}`;
    for (const { name, ...settings } of proxies) {
      await sql`
        insert into door_proxy (environment_id, name, settings, changed_by)
        values (${id}, ${name}, ${JSON.stringify(settings)}::text::jsonb, ${principal.name})`;
    }
    await tellDoors(tx, environment, null);
    const names = proxies.map(({ name }) => name).join(', ') || 'none';
    const summary = `Set the proxies of ${environment} that are believed: ${names}.`;
    return { result: undefined, object: `environment:${environment}`, summary, before, after: proxies };
  });
}

/** Tells every process to look at the doors again, and people's screens that they changed. */
export async function tellDoors(tx: Tx, environment: string, id: string | null): Promise<void> {
  await tx.sql`select pg_notify('throughline_live', 'doors')`;
  await announce(tx, 'doors', id, environment);
}

async function refuseUnknown(tx: Tx, { environment, flow, settings }: DoorWanted): Promise<void> {
  const [found] = await tx.sql`select 1 from flow where id = ${flow}`;
  if (found === undefined) throw new StoreError('not_found', `There is no flow ${flow}.`);
  const proxy = settings.ways.certificate?.proxy;
  if (proxy === undefined) return;
  const known = (await listProxies(tx, environment)).find(({ name }) => name === proxy);
  if (known === undefined || known.certificate === null) {
    const sentence = `There is no proxy ${proxy} in ${environment} that says whose certificate a client has.`;
    throw new StoreError('proxy_unknown', sentence);
  }
}

/** The parts that differ, by name. */
function changed(before: DoorSettings | undefined, after: DoorSettings): string {
  const keys = Object.keys(after) as (keyof DoorSettings)[];
  const parts = keys.filter((key) => JSON.stringify(before?.[key]) !== JSON.stringify(after[key]));
  return parts.join(', ') || 'nothing';
}
