import { audited } from '../audit/audited.ts';
import type { Store } from '../client.ts';
import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import type { Principal } from '../identity/principal.ts';
import type { Tx } from '../tx.ts';
import type { Environment } from './list.ts';
import { refusedName } from './name.ts';

export type EnvironmentWanted = Omit<Environment, 'id'>;

/** Makes an environment. Throws StoreError `name_refused`, `environment_exists`. */
export function createEnvironment(store: Store, principal: Principal, wanted: EnvironmentWanted): Promise<void> {
  return audited(store, principal, 'environment.create', async (tx) => {
    const { sql } = tx;
    const refused = refusedName(wanted.name);
    if (refused !== null) throw new StoreError('name_refused', refused);
    const { name, title, colour, settings } = wanted;
    const made = await sql`
      insert into environment (name, title, colour, protected, settings)
      values (${name}, ${title}, ${colour}, ${wanted.protected}, ${JSON.stringify(settings)}::text::jsonb)
      on conflict (name) do nothing returning 1`;
    if (made.length === 0)
      throw new StoreError('environment_exists', `There is already an environment called ${name}.`);
    await announce(tx, 'environments', name);
    const summary = `Made the environment ${name}${wanted.protected ? ', protected' : ''}.`;
    return { result: undefined, object: `environment:${name}`, summary, after: wanted };
  });
}

/** Changes what is given and keeps the rest. Throws StoreError `not_found`. */
export function changeEnvironment(
  store: Store,
  principal: Principal,
  name: string,
  change: Partial<Omit<EnvironmentWanted, 'name'>>,
  reason?: string,
): Promise<void> {
  const work = async (tx: Tx) => {
    const before = await lockEnvironment(tx, name);
    const after = { ...before, ...change };
    await tx.sql`
      update environment set title = ${after.title}, colour = ${after.colour}, protected = ${after.protected},
        settings = ${JSON.stringify(after.settings)}::text::jsonb where name = ${name}`;
    await tx.sql`select pg_notify('throughline_live', ${name})`;
    await announce(tx, 'environments', name);
    const summary = `Changed the environment ${name}: ${changed(before, after).join(', ') || 'nothing'}.`;
    return { result: undefined, object: `environment:${name}`, summary, before, after };
  };
  return audited(store, principal, 'environment.change', work, reason);
}

/** Removes an environment in which nothing was ever live. Throws StoreError `not_found`, `environment_used`. */
export function removeEnvironment(store: Store, principal: Principal, name: string): Promise<void> {
  return audited(store, principal, 'environment.remove', async (tx) => {
    const before = await lockEnvironment(tx, name);
    const { sql } = tx;
    const [used] = await sql`
      select 1 from deployment d join environment e on e.id = d.environment_id where e.name = ${name} limit 1`;
    if (used !== undefined) {
      throw new StoreError(
        'environment_used',
        `Flows have run in ${name}, and their messages are on record; it cannot be removed.`,
      );
    }
    for (const table of ['secret', 'connection', 'reference_binding', 'gate']) {
      await sql`
        delete from ${sql(table)} t using environment e where e.id = t.environment_id and e.name = ${name}`;
    }
    await sql`delete from environment where name = ${name}`;
    await announce(tx, 'environments', name);
    const summary = `Removed the environment ${name}.`;
    return { result: undefined, object: `environment:${name}`, summary, before };
  });
}

async function lockEnvironment({ sql }: Tx, name: string): Promise<EnvironmentWanted> {
  const [found] = await sql<EnvironmentWanted[]>`
    select name, title, colour, protected, settings from environment where name = ${name} for update`;
  if (found === undefined) throw new StoreError('not_found', `There is no environment ${name}.`);
  return found;
}

/** The parts that differ, by name; never their values. */
function changed(before: EnvironmentWanted, after: EnvironmentWanted): string[] {
  const parts = (one: EnvironmentWanted): Record<string, unknown> => {
    const { settings, ...rest } = one;
    return { ...rest, ...settings };
  };
  const [old, now] = [parts(before), parts(after)];
  return Object.keys({ ...old, ...now }).filter((key) => JSON.stringify(old[key]) !== JSON.stringify(now[key]));
}
