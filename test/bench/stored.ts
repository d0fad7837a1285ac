import postgres from 'postgres';

const DAY_MS = 86_400_000;
const DAYS = 28;
const CHUNK = 50_000;

/**
 * Fills a database with finished runs of the last four weeks, as if they had gone through: message, body, business key, run, trace and
 * delivery of each. Bodies are short, because what grows with their size is the disk, not the work of finding one.
 */
export async function storeRuns(
  url: string,
  deployment: number,
  count: number,
  progress: (done: number) => void,
): Promise<void> {
  const sql = postgres(url, {
    max: 1,
    onnotice: () => {},
    connection: { search_path: 'throughline', synchronous_commit: 'off' },
  });
  try {
    await sql`select ensure_partitions(${DAYS + 1}, 2)`;
    const [pin] = await sql<
      { id: number }[]
    >`select id from pin where deployment_id = ${deployment} order by id desc limit 1`;
    const newest = Date.now() - 60_000;
    for (let done = 0; done < count; done += CHUNK) {
      const size = Math.min(CHUNK, count - done);
      await storeChunk(sql, { deployment, pin: pin!.id, first: done, size, count, newest });
      progress(done + size);
    }
    // At rest, as what was stored over weeks is.
    await sql`vacuum (analyze)`;
  } finally {
    await sql.end();
  }
}

async function storeChunk(
  sql: postgres.Sql,
  chunk: { deployment: number; pin: number; first: number; size: number; count: number; newest: number },
): Promise<void> {
  const { deployment, pin, first, size, count, newest } = chunk;
  const span = DAYS * DAY_MS;
  await sql`
    with made as materialized (
      select i, (lpad(to_hex((${newest - span}::bigint + (i::double precision / ${count} * ${span})::bigint)), 12, '0') || '7'
        || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid as id, h
      from (select i, md5(i::text) as h from generate_series(${first}::bigint, ${first + size - 1}::bigint) as i) x
    ), m as (
      insert into message (id, deployment_id, node, digest, correlation_id, content_type, size)
      select id, ${deployment}, 'usage', decode(h || h, 'hex'), id::text, 'application/json', 600 from made
    ), s as (
      insert into source (deployment_id, key, message_id) select ${deployment}, h::uuid, id from made
    ), b as (
      insert into message_body (message_id, sealed) select id, decode(h || h || h || h, 'hex') from made
    ), k as (
      insert into business_key (message_id, name, value) select id, 'usage', 'stored-' || i from made
    ), r as (
      insert into run (id, message_id, deployment_id, pin_id, replay, state, open, stopped, error_code, error_node, ended_at)
      select id, id, ${deployment}, ${pin}, 0, case when i % 100 = 0 then 'quarantined' else 'done' end, 0, (i % 100 = 0)::integer,
        case when i % 100 = 0 then 'lookup_missing' end, case when i % 100 = 0 then 'shape' end, now() from made
    ), t as (
      insert into trace (run_id, sealed) select id, decode(h || h || h || h, 'hex') from made
    )
    insert into delivery (run_id, node, message_id, key, attempts, status, reference, sealed, first_at)
    select id, 'billing', id, h, 1, '200', null, decode(h || h, 'hex'), now() from made`;
}
