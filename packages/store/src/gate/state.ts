import type { Store } from '../client.ts';
import { calmConnection } from '../connection/alarm.ts';

/** A destination that is paused (rate-limited) or open (failing, one probe at a time). */
export interface GateState {
  name: string;
  failures: number;
  /** Seconds from now; 0 = a probe may go. */
  pausedS: number;
  reason: string;
}

/** The gates of an environment that are not closed; few rows, read once a second. */
export async function readGates(store: Store, environmentId: number): Promise<GateState[]> {
  return await store.sql<GateState[]>`
    select name, failures, greatest(0, extract(epoch from paused_until - clock_timestamp()))::double precision as "pausedS", reason
    from gate where environment_id = ${environmentId} and paused_until is not null`;
}

/** Pauses a destination for all workers; a longer pause that stands already is kept. */
export async function pauseGate(
  store: Store,
  gate: { environmentId: number; name: string; failures: number; pauseS: number; reason: string },
): Promise<void> {
  await store.sql`
    insert into gate as g (environment_id, name, failures, paused_until, reason)
    values (${gate.environmentId}, ${gate.name}, ${gate.failures}, clock_timestamp() + make_interval(secs => ${gate.pauseS}), ${gate.reason})
    on conflict (environment_id, name) do update set failures = excluded.failures, reason = excluded.reason, changed_at = now(),
      paused_until = greatest(g.paused_until, excluded.paused_until)`;
}

/** True for the one caller that may try the destination now; the next may after `everyS` seconds. */
export async function claimProbe(store: Store, environmentId: number, name: string, everyS: number): Promise<boolean> {
  const rows = await store.sql`
    update gate set paused_until = clock_timestamp() + make_interval(secs => ${everyS})
    where environment_id = ${environmentId} and name = ${name} and paused_until <= clock_timestamp() returning 1`;
  return rows.length > 0;
}

/** The destination works again: forgets the gate and wakes the lanes that waited for it. */
export async function closeGate(
  store: Store,
  gate: { environmentId: number; name: string; waiting: { deployment: number; node: string }[] },
): Promise<void> {
  await store.sql.begin(async (tx) => {
    await tx`delete from gate where environment_id = ${gate.environmentId} and name = ${gate.name}`;
    await calmConnection({ sql: tx }, gate.environmentId, gate.name);
    const places = JSON.stringify(gate.waiting);
    await tx`
      update lane set ready_at = clock_timestamp() where id in (
        select l.id from lane l join json_to_recordset(${places}::text::json) as w(deployment integer, node text)
          on l.deployment_id = w.deployment and l.node = w.node
        where l.ready_at > clock_timestamp() order by l.id for update of l)`;
    await tx`select sweep()`;
  });
}
