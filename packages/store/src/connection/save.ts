import { audited } from '../audit/audited.ts';
import type { Store } from '../client.ts';
import { environmentId } from '../environment/id.ts';
import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import type { Principal } from '../identity/principal.ts';
import { writeSecret } from '../secret/save.ts';
import { inTransaction, type Tx } from '../tx.ts';

export interface ConnectionWanted {
  environment: string;
  name: string;
  type: string;
  settings: Record<string, unknown>;
  /** Host names with port that its secrets may be sent to. */
  hosts?: readonly string[];
  /** By field; a field left out keeps its secret, null forgets it. A value may say where a vault keeps it. */
  secrets?: Record<string, string | { vault: string } | null>;
  /** Data classes it may be sent; left out: as before, or open and financial. */
  classes?: readonly string[];
}

/**
 * Binds a connection's name to an address and credentials in one environment. Secrets that are kept stay bound to the hosts they
 * were entered for: throws StoreError `secret_host_changed` when the connection leads elsewhere now.
 */
export function putConnection(store: Store, principal: Principal, wanted: ConnectionWanted): Promise<void> {
  return audited(store, principal, 'connection.set', async (tx) => {
    const { before, id } = await writeConnection(tx, store, wanted, principal.name);
    const set = Object.keys(wanted.secrets ?? {});
    const { settings, type, classes } = wanted;
    return {
      result: undefined,
      object: `connection:${wanted.environment}/${wanted.name}`,
      summary: `${before === undefined ? 'Made' : 'Changed'} the connection ${wanted.name} of ${wanted.environment}${pinsText(before?.settings, settings)}${set.length > 0 ? `, with new secrets (${set.join(', ')})` : ''}.`,
      ...(before === undefined ? {} : { before }),
      after: { id, type, settings, classes },
    };
  });
}

/** Which keys of its host are pinned from now on, and which no longer: what decides whom it speaks to is said in so many words. */
function pinsText(before: Record<string, unknown> | undefined, after: Record<string, unknown>): string {
  const pins = (settings: Record<string, unknown> | undefined) => (settings?.['hostKeys'] ?? []) as string[];
  const pinned = pins(after).filter((key) => !pins(before).includes(key));
  const gone = pins(before).filter((key) => !pins(after).includes(key));
  const said = (word: string, keys: string[]) =>
    keys.length > 0 ? `, ${word} the host key ${keys.join(' and ')}` : '';
  return said('pinned', pinned) + said('unpinned', gone);
}

/** As `putConnection`, by the product itself. */
export function saveConnection(store: Store, wanted: ConnectionWanted & { by: string }): Promise<void> {
  return inTransaction(store, async (tx) => {
    await writeConnection(tx, store, wanted, wanted.by);
  });
}

async function writeConnection(tx: Tx, store: Store, wanted: ConnectionWanted, by: string) {
  const { sql } = tx;
  const { name, type, settings, hosts = [], secrets = {} } = wanted;
  const id = await environmentId(tx, wanted.environment);
  const [before] = await sql<{ type: string; settings: Record<string, unknown>; classes: string[] }[]>`
    select type, settings, classes from connection where environment_id = ${id} and name = ${name} for update`;
  const classes = [...(wanted.classes ?? before?.classes ?? ['open', 'financial'])];
  await sql`
    insert into connection (environment_id, name, type, settings, classes, changed_by)
    values (${id}, ${name}, ${type}, ${JSON.stringify(settings)}::text::jsonb, ${classes}, ${by})
    on conflict (environment_id, name) do update set type = excluded.type, settings = excluded.settings,
      classes = excluded.classes, changed_by = excluded.changed_by, changed_at = now(), alarm = null, alarmed_at = null`;
  for (const [field, value] of Object.entries(secrets)) {
    const secret = `${name}/${field}`;
    if (value === null) await sql`delete from secret where environment_id = ${id} and name = ${secret}`;
    else {
      const given = typeof value === 'string' ? { value, outside: false } : { value: value.vault, outside: true };
      await writeSecret(tx, store, id, { environment: wanted.environment, name: secret, hosts, ...given }, by);
    }
  }
  const kept = await sql<{ name: string; hosts: string[] }[]>`
    select name, hosts from secret where environment_id = ${id} and name like ${`${name}/%`}`;
  const stray = kept.find((one) => hosts.some((host) => !one.hosts.includes(host)));
  if (stray !== undefined) {
    const field = stray.name.slice(name.length + 1);
    throw new StoreError(
      'secret_host_changed',
      `The connection leads to another host now; enter its secret ${field} again, so that it goes there on purpose.`,
    );
  }
  await announce(tx, 'connections', name, wanted.environment);
  return { before, id };
}
