import type { Store } from '../client.ts';
import { CHANNEL } from './announce.ts';

/** Announces that something of these deployments went on: once for each environment, without naming a run. */
export async function announceRuns(
  { sql }: Store,
  { runs, quarantined }: { runs: Iterable<number>; quarantined: Iterable<number> },
): Promise<void> {
  await sql`
    select pg_notify(${CHANNEL}, json_build_object('topic', t.topic, 'id', null, 'environment', e.name)::text)
    from (select 'runs' as topic, ${[...runs]}::integer[] as ids
      union all select 'quarantine', ${[...quarantined]}::integer[]) t
    join environment e on e.id in (select environment_id from deployment where id = any (t.ids))`;
}
