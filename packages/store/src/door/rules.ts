import type { Store } from '../client.ts';
import type { EnvironmentSettings } from '../environment/settings.ts';
import { StoreError } from '../error.ts';
import { openSigning, type SealedSigning } from './client/seal.ts';
import type { SavedProxy } from './list.ts';
import type { DoorSettings, Quota, Rate } from './settings.ts';

/** Everything intake needs to know to let clients in, or not. */
export interface DoorRules {
  environments: RulesOfEnvironment[];
}

export interface RulesOfEnvironment {
  id: number;
  name: string;
  /** Where keys of token issuers may be fetched from. */
  egress: NonNullable<EnvironmentSettings['egress']>;
  proxies: SavedProxy[];
  doors: { flow: string; node: string; settings: DoorSettings }[];
  clients: ClientRules[];
}

export interface ClientRules {
  id: string;
  name: string;
  doors: { flow: string; node: string; rate: Rate | null; quota: Quota | null }[];
  keys: KeyRules[];
}

/** A key that is good until it ends (milliseconds; null: until it is revoked). */
export type KeyRules = { id: string; until: number | null } & (
  | { kind: 'api-key' | 'catalogue'; hash: string }
  | { kind: 'signature'; name: string; secret: string }
  | { kind: 'token' | 'certificate'; match: string }
);

interface KeyRow extends SealedSigning {
  client_id: string;
  kind: KeyRules['kind'];
  hint: string;
  hash: string | null;
  match: string | null;
  until: number | null;
}

/** In one look at the database; clients that were switched off and keys that ended are left out. */
export async function loadDoorRules(store: Store): Promise<DoorRules> {
  return await store.sql.begin('isolation level repeatable read read only', async (sql) => {
    const [environments, proxies, doors, clients, access, keys] = await Promise.all([
      sql<{ id: number; name: string; egress: RulesOfEnvironment['egress'] | null }[]>`
        select id, name, settings -> 'egress' as egress from environment order by id`,
      sql<{ environment_id: number; name: string; settings: Omit<SavedProxy, 'name'> }[]>`
        select environment_id, name, settings from door_proxy order by 1, 2`,
      sql<{ environment_id: number; flow: string; node: string; settings: DoorSettings }[]>`
        select environment_id, flow_id as flow, node, settings from door order by 1, 2, 3`,
      sql<{ environment_id: number; id: string; name: string }[]>`
        select environment_id, id, name from client where active order by id`,
      sql<(ClientRules['doors'][number] & { client_id: string })[]>`
        select client_id, flow_id as flow, node, rate, quota from client_door order by 1, 2, 3`,
      sql<KeyRow[]>`
        select id, client_id, kind, hint, encode(hash, 'hex') as hash, kek, wrapped, sealed, match,
          extract(epoch from expires_at)::float8 * 1000 as until
        from client_key where revoked_at is null and (expires_at is null or expires_at > now()) order by id`,
    ]);
    return {
      environments: environments.map(({ id, name, egress }) => ({
        id,
        name,
        egress: egress ?? [],
        proxies: proxies
          .filter((proxy) => proxy.environment_id === id)
          .map((proxy) => ({ ...proxy.settings, name: proxy.name })),
        doors: doors
          .filter((door) => door.environment_id === id)
          .map(({ flow, node, settings }) => ({ flow, node, settings })),
        clients: clients
          .filter((client) => client.environment_id === id)
          .map((client) => ({
            id: client.id,
            name: client.name,
            doors: access
              .filter((one) => one.client_id === client.id)
              .map(({ flow, node, rate, quota }) => ({ flow, node, rate, quota })),
            keys: keys.filter((key) => key.client_id === client.id).flatMap((key) => ruleOf(store, key)),
          })),
      })),
    };
  });
}

/** A key that cannot be opened proves nobody, and keeps nobody else out. */
function ruleOf(store: Store, key: KeyRow): KeyRules[] {
  const { id, until, kind } = key;
  if (kind === 'token' || kind === 'certificate') return [{ id, until, kind, match: key.match! }];
  if (kind !== 'signature') return [{ id, until, kind, hash: key.hash! }];
  try {
    return [{ id, until, kind, name: key.hint, secret: openSigning(store, key) }];
  } catch (error) {
    if (error instanceof StoreError) return [];
    throw error;
  }
}
