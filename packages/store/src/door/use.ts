import type { Store } from '../client.ts';

/** What a client sent by a door. */
export interface ClientUse {
  client: string;
  flow: string;
  node: string;
  /** 2026-03-31, UTC. */
  day: string;
  accepted: number;
  refused: number;
  /** Refused because it came too often. */
  limited: number;
  bytes: number;
}

/** Adds what a process has counted since it last did, and notes which keys were used; a client that is gone is left out. */
export async function addUse(
  { sql }: Pick<Store, 'sql'>,
  uses: readonly Omit<ClientUse, 'day'>[],
  keys: readonly string[],
): Promise<void> {
  if (uses.length > 0) {
    await sql`
      insert into client_use as u (client_id, flow_id, node, day, accepted, refused, limited, bytes)
      select c.id, n.flow, n.node, (now() at time zone 'UTC')::date, n.accepted, n.refused, n.limited, n.bytes
      from json_to_recordset(${JSON.stringify(uses)}::text::json)
        n(client uuid, flow text, node text, accepted bigint, refused bigint, limited bigint, bytes bigint)
      join client c on c.id = n.client order by 1, 2, 3
      on conflict (client_id, flow_id, node, day) do update set accepted = u.accepted + excluded.accepted,
        refused = u.refused + excluded.refused, limited = u.limited + excluded.limited, bytes = u.bytes + excluded.bytes`;
  }
  if (keys.length > 0) {
    await sql`
      update client_key set last_used_at = now() where id = any (${[...keys]}::uuid[])
        and (last_used_at is null or last_used_at < now() - interval '1 minute')`;
  }
  await sql`delete from signature_use where until < now()`;
}

/** By client, door and day, the newest day first. */
export async function readUse(
  { sql }: Pick<Store, 'sql'>,
  wanted: { environment: string; days: number; client?: string },
): Promise<ClientUse[]> {
  const only = wanted.client === undefined ? sql`` : sql`and c.id = ${wanted.client}`;
  return await sql<ClientUse[]>`
    select client_id as client, flow_id as flow, node, day::text, accepted::float8, refused::float8, limited::float8, bytes::float8
    from client_use u join client c on c.id = u.client_id join environment e on e.id = c.environment_id
    where e.name = ${wanted.environment} and day > (now() at time zone 'UTC')::date - ${wanted.days}::integer ${only}
    order by day desc, client_id, flow_id, node`;
}
