import type { Store } from '../../client.ts';
import type { Quota, Rate } from '../settings.ts';
import { hashOfKey, type KeyKind } from './key.ts';

export interface ClientKey {
  id: string;
  kind: KeyKind;
  hint: string;
  madeAt: Date;
  madeBy: string;
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** To the minute. */
  lastUsedAt: Date | null;
}

export interface Client {
  id: string;
  environment: string;
  name: string;
  contact: string;
  note: string;
  active: boolean;
  madeAt: Date;
  changedAt: Date;
  changedBy: string;
  doors: { flow: string; node: string; rate: Rate | null; quota: Quota | null }[];
  keys: ClientKey[];
}

type Sql = Pick<Store, 'sql'>;

/** The clients of an environment by name, with their keys, the ended ones too. */
export function listClients(store: Sql, environment: string): Promise<Client[]> {
  return read(store, store.sql`e.name = ${environment}`);
}

export async function findClient(store: Sql, id: string): Promise<Client | null> {
  return (await read(store, store.sql`c.id = ${id}`))[0] ?? null;
}

/** Whose key this is, for the catalogue; null when it has ended, or its client is switched off. Notes its use, to the minute. */
export async function findClientByKey(store: Sql, key: string): Promise<Client | null> {
  const [found] = await store.sql<{ id: string; client_id: string; stale: boolean }[]>`
    select id, client_id, coalesce(last_used_at < now() - interval '1 minute', true) as stale
    from client_key where hash = ${hashOfKey(key)} and kind in ('catalogue', 'api-key')
      and revoked_at is null and (expires_at is null or expires_at > now())`;
  if (found?.stale) await store.sql`update client_key set last_used_at = now() where id = ${found.id}`;
  const client = found === undefined ? null : await findClient(store, found.client_id);
  return client?.active ? client : null;
}

/** Where a client is; null when there is none. */
export async function environmentOfClient({ sql }: Sql, id: string): Promise<string | null> {
  const [found] = await sql<{ name: string }[]>`
    select e.name from client c join environment e on e.id = c.environment_id where c.id = ${id}`;
  return found?.name ?? null;
}

async function read({ sql }: Sql, where: ReturnType<Store['sql']>): Promise<Client[]> {
  const rows = await sql<Omit<Client, 'doors' | 'keys'>[]>`
    select c.id, e.name as environment, c.name, contact, note, active, made_at as "madeAt", changed_at as "changedAt",
      changed_by as "changedBy" from client c join environment e on e.id = c.environment_id where ${where} order by c.name`;
  const ids = rows.map(({ id }) => id);
  const doors = await sql<(Client['doors'][number] & { client: string })[]>`
    select client_id as client, flow_id as flow, node, rate, quota from client_door where client_id = any (${ids}) order by 2, 3`;
  const keys = await sql<(ClientKey & { client: string })[]>`
    select client_id as client, id, kind, hint, made_at as "madeAt", made_by as "madeBy", expires_at as "expiresAt",
      revoked_at as "revokedAt", last_used_at as "lastUsedAt"
    from client_key where client_id = any (${ids}) order by made_at desc, id`;
  const at = <T extends Date | null>(value: T) => (value === null ? null : new Date(value)) as T;
  return rows.map((row) => ({
    ...row,
    madeAt: at(row.madeAt),
    changedAt: at(row.changedAt),
    doors: doors
      .filter(({ client }) => client === row.id)
      .map(({ flow, node, rate, quota }) => ({ flow, node, rate, quota })),
    keys: keys
      .filter(({ client }) => client === row.id)
      .map(({ client: _, ...key }) => ({
        ...key,
        madeAt: at(key.madeAt),
        expiresAt: at(key.expiresAt),
        revokedAt: at(key.revokedAt),
        lastUsedAt: at(key.lastUsedAt),
      })),
  }));
}
