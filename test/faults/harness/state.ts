import type { Store } from '@throughline/store';
import type { Place } from '../checker/evidence.ts';
import { counts } from './sample.ts';

/** What stands where in the message core, for a person who reads a failure. */
export async function stateOf(store: Store, places: Place[]): Promise<string> {
  const [now] = await store.sql`select clock_timestamp()::text as at`;
  const lanes = await store.sql`
    select id, node, key, slot, epoch, left(leased_by::text, 13) as owner, lease_until::text, ready_at::text, parked_by is not null as parked,
      jsonb_array_length(taken) as taken, (select count(*) from work w where w.lane_id = l.id)::integer as work
    from lane l where exists (select from work w where w.lane_id = l.id) order by id limit 12`;
  const work = await store.sql`
    select lane_id, seq, step, attempts, starts, next_at::text, left(held_by::text, 13) as held from work order by lane_id, seq, sub limit 12`;
  const jobs = await store.sql`
    select key, attempts, run_at::text, locked_at::text, locked_by, last_error from graphile_worker._private_jobs limit 12`;
  const gates = await store.sql`select name, failures, paused_until::text, reason from gate`;
  const stops = await store.sql`select code, class, count(*)::integer from quarantine group by 1, 2`;
  const shown = { now, ledger: await counts(store, places), lanes, work, jobs, gates, stops };
  return Object.entries(shown)
    .map(
      ([name, rows]) =>
        `${name}: ${[rows]
          .flat()
          .map((row) => JSON.stringify(row))
          .join('\n  ')}`,
    )
    .join('\n');
}
