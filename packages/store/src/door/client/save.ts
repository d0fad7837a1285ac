import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { environmentId } from '../../environment/id.ts';
import { StoreError } from '../../error.ts';
import { newId } from '../../id.ts';
import type { Principal } from '../../identity/principal.ts';
import type { Tx } from '../../tx.ts';
import { tellDoors } from '../save.ts';
import type { Quota, Rate } from '../settings.ts';

export interface ClientWanted {
  name: string;
  /** Whom to call. */
  contact: string;
  note: string;
  doors: { flow: string; node: string; rate: Rate | null; quota: Quota | null }[];
}

/** Throws StoreError `client_exists`, `not_found`. */
export function createClient(
  store: Store,
  principal: Principal,
  environment: string,
  wanted: ClientWanted,
): Promise<{ id: string }> {
  return audited(store, principal, 'client.create', async (tx) => {
    const id = newId();
    const at = await environmentId(tx, environment);
    const { name, contact, note } = wanted;
    const made = await tx.sql`
      insert into client (id, environment_id, name, contact, note, changed_by)
      values (${id}, ${at}, ${name}, ${contact}, ${note}, ${principal.name}) on conflict do nothing returning 1`;
    if (made.length === 0) throw taken(name, environment);
    await openDoors(tx, id, wanted.doors);
    await tellDoors(tx, environment, id);
    const summary = `Made the client ${name} of ${environment}.`;
    return { result: { id }, object: `client:${id}`, summary, after: wanted };
  });
}

/** Changes what is given and keeps the rest; a client that is switched off is let in nowhere. Throws `client_exists`, `not_found`. */
export function changeClient(
  store: Store,
  principal: Principal,
  id: string,
  change: Partial<ClientWanted & { active: boolean }>,
): Promise<void> {
  return audited<void>(store, principal, 'client.change', async (tx) => {
    const before = await lockClient(tx, id);
    const { environment, ...known } = before;
    const after = { ...known, ...change };
    const [twin] = await tx.sql`
      select 1 from client c join environment e on e.id = c.environment_id
      where e.name = ${environment} and c.name = ${after.name} and c.id <> ${id}`;
    if (twin !== undefined) throw taken(after.name, environment);
    await tx.sql`
      update client set name = ${after.name}, contact = ${after.contact}, note = ${after.note}, active = ${after.active},
        changed_at = now(), changed_by = ${principal.name} where id = ${id}`;
    if (change.doors !== undefined) {
      await tx.sql`delete from client_door where client_id = ${id}`;
      await openDoors(tx, id, change.doors);
    }
    await tellDoors(tx, environment, id);
    const what =
      change.active === undefined || change.active === known.active
        ? 'Changed'
        : after.active
          ? 'Switched on'
          : 'Switched off';
    const summary = `${what} the client ${after.name} of ${environment}.`;
    return { result: undefined, object: `client:${id}`, summary, before, after };
  });
}

export async function lockClient(
  { sql }: Tx,
  id: string,
): Promise<Omit<ClientWanted, 'doors'> & { active: boolean; environment: string }> {
  const [found] = await sql<(Omit<ClientWanted, 'doors'> & { active: boolean; environment: string })[]>`
    select c.name, contact, note, active, e.name as environment
    from client c join environment e on e.id = c.environment_id where c.id = ${id} for update of c`;
  if (found === undefined) throw new StoreError('not_found', 'There is no such client.');
  return found;
}

async function openDoors({ sql }: Tx, client: string, doors: ClientWanted['doors']): Promise<void> {
  for (const { flow, node, rate, quota } of doors) {
    const [known] = await sql`select 1 from flow where id = ${flow}`;
    if (known === undefined) throw new StoreError('flow_unknown', `There is no flow ${flow}.`);
    await sql`
      insert into client_door (client_id, flow_id, node, rate, quota)
      values (${client}, ${flow}, ${node}, ${jsonOf(rate)}::text::jsonb, ${jsonOf(quota)}::text::jsonb)
      on conflict (client_id, flow_id, node) do update set rate = excluded.rate, quota = excluded.quota`;
  }
}

function jsonOf(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function taken(name: string, environment: string): StoreError {
  return new StoreError('client_exists', `There is already a client ${name} in ${environment}.`);
}
