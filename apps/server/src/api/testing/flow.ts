import { randomBytes } from 'node:crypto';
import { newId, packBody, type Store } from '@throughline/store';

export interface Seeded {
  deployment: number;
  pin: number;
}

/** Makes a flow live in dev as SQL would have it, with a plan of these steps. */
export async function seedFlow(store: Store, id: string, plan: object, document: object = {}): Promise<Seeded> {
  const { sql } = store;
  const layout = { nodes: {}, frames: [], notes: [] };
  const drawn = { schema: 1, id, name: id, description: '', nodes: [], wires: [], fixtures: [], layout, ...document };
  const text = JSON.stringify(drawn);
  await sql`insert into flow (id, draft, updated_by) values (${id}, ${text}, 'Ann')`;
  await sql`insert into flow_version (flow_id, version, document, plan, note, author)
    values (${id}, 1, ${text}, ${JSON.stringify(plan)}, 'first', 'Ann')`;
  const [made] = await sql<{ id: number }[]>`insert into deployment (environment_id, flow_id, version, changed_by)
    select id, ${id}, 1, 'Ann' from environment where name = 'dev' returning id`;
  const deployment = made!.id;
  const [pinned] = await sql<{ id: number }[]>`insert into pin (deployment_id, version, tables, destinations)
    values (${deployment}, 1, '[]', ${['billing', 'erp']}) returning id`;
  return { deployment, pin: pinned!.id };
}

export interface RunSeed {
  state?: 'running' | 'done' | 'quarantined';
  code?: string;
  at?: Date;
  correlation?: string;
  keys?: Record<string, string>;
  /** The message as received, and its context. */
  body?: string | Buffer;
  contentType?: string;
  context?: object;
}

/** A message with its run, as accept and settle would have written them. */
export async function seedRun(store: Store, { deployment, pin }: Seeded, seed: RunSeed = {}): Promise<string> {
  const { sql } = store;
  const { state = 'done', code = null, at = new Date(), body = '{}' } = seed;
  const id = newId(at.getTime());
  const bytes = Buffer.from(body);
  await sql`insert into message (id, deployment_id, node, digest, correlation_id, content_type, size, accepted_at)
    values (${id}, ${deployment}, 'door', ${randomBytes(32)}, ${seed.correlation ?? `c-${id}`},
      ${seed.contentType ?? 'application/json'}, ${bytes.length}, ${at.toISOString()})`;
  const context = JSON.stringify({ messageId: id, trigger: { node: 'door' }, ...seed.context });
  await sql`insert into message_body (message_id, sealed)
    values (${id}, ${store.keys.seal(packBody(context, bytes), `message:${id}`)})`;
  for (const [name, value] of Object.entries(seed.keys ?? {})) {
    await sql`insert into business_key (message_id, name, value) values (${id}, ${name}, ${value})`;
  }
  await sql`insert into run (id, message_id, deployment_id, pin_id, state, open, stopped, error_code, error_node, began_at, ended_at)
    values (${id}, ${id}, ${deployment}, ${pin}, ${state}, 0, ${state === 'quarantined' ? 1 : 0}, ${code},
      ${code === null ? null : 'map'}, ${at.toISOString()},
      ${state === 'done' ? new Date(at.getTime() + 40).toISOString() : null})`;
  return id;
}

/** Quarantines a run as settle would have. Answers its id there. */
export async function seedQuarantine(store: Store, { deployment, pin }: Seeded, run: string): Promise<string> {
  const id = newId();
  await store.sql`
    insert into quarantine (id, deployment_id, run_id, message_id, pin_id, step, node, code, class, sentence, reach, lane_id, seq, sub,
      attempts, parks)
    values (${id}, ${deployment}, ${run}, ${run}, ${pin}, 0, 'map', 'x', 'mapping', 'It does not fit.', 1, 1, 1, 0, 1, false)`;
  return id;
}

/** A replay of one run, done. */
export async function seedReplay(store: Store, run: string): Promise<string> {
  const id = newId();
  await store.sql`
    insert into replay (id, environment_id, mode, reason, requested_by, kind, state, total)
    select ${id}, id, '{"from":"received","version":"live","repeat":false}', 'mended', 'Ann', 'run', 'done', 1
    from environment where name = 'dev'`;
  await store.sql`
    insert into replay_item (replay_id, source_id, run_id, message_id, place, state) values (${id}, ${run}, ${run}, ${run}, 0, 'made')`;
  return id;
}

/** Release 1, waiting to come into dev. Answers the promotion's id. */
export async function seedPromotion(store: Store): Promise<string> {
  const id = newId();
  await store.sql`insert into release (id, title, note, origin, content, made_by) values ('r1', 'First', '', 'dev', '{}', 'Ann')`;
  await store.sql`
    insert into promotion (id, release_id, environment_id, kind, state, reason, asked_by, asked_name)
    select ${id}, 'r1', id, 'release', 'waiting', 'tested', 'user:x', 'Ann' from environment where name = 'dev'`;
  return id;
}
