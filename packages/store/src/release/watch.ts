import type { Store } from '../client.ts';
import { system } from '../identity/principal.ts';
import { haltPromotion } from './promote.ts';
import { promotionsOf, type RolloutGuard } from './promotion.ts';

/** What became of the messages that went by a candidate. */
export interface RolloutFigures {
  ended: number;
  quarantined: number;
  rejected: number;
  p95Ms: number | null;
}

/** Looks at every rollout under way and halts those that do badly. Safe to call from several processes. */
export async function watchRollouts(store: Store): Promise<{ halted: string[] }> {
  const halted: string[] = [];
  const [any] = await store.sql`select 1 from promotion where state = 'phased' limit 1`;
  if (any === undefined) return { halted };
  for (const promotion of await promotionsOf(store, { limit: 200 })) {
    if (promotion.state !== 'phased' || promotion.rollout === null) continue;
    const verdict = judge(await readFigures(store, promotion.id), promotion.rollout.guard);
    if (verdict === null) continue;
    try {
      await haltPromotion(store, system('rollout'), promotion.id, verdict);
      halted.push(promotion.id);
    } catch (error) {
      // Another process, or a person, was first.
      if ((error as { code?: string }).code !== 'already_decided') throw error;
    }
  }
  return { halted };
}

export async function readFigures({ sql }: Pick<Store, 'sql'>, promotion: string): Promise<RolloutFigures> {
  const [row] = await sql<RolloutFigures[]>`
    with p as (select environment_id, began_at, release_id from promotion where id = ${promotion}),
    pins as (
      select pin.id from pin join deployment d on d.id = pin.deployment_id join p on p.environment_id = d.environment_id
      where pin.version = d.candidate_version),
    r as (
      -- A run's id says when it was accepted; its row is only written when its first stretch is over.
      select run.id, run.state, extract(epoch from run.ended_at) * 1000
        - ('x' || translate(substr(run.id::text, 1, 13), '-', ''))::bit(48)::bigint as ms from run, p
      where run.pin_id in (select id from pins) and run.id >= uuid_floor(p.began_at - interval '1 minute')
        and run.state <> 'running')
    select count(*)::int as ended, count(*) filter (where state = 'quarantined')::int as quarantined,
      (select count(distinct q.run_id)::int from quarantine q where q.class = 'rejected' and q.run_id in (select id from r)) as rejected,
      percentile_cont(0.95) within group (order by ms)::float8 as "p95Ms"
    from r`;
  return row!;
}

/** A sentence when it goes too badly, else null. */
export function judge({ ended, quarantined, rejected, p95Ms }: RolloutFigures, guard: RolloutGuard): string | null {
  if (ended < guard.minRuns) return null;
  const share = (count: number) => `${Math.round((count / ended) * 1000) / 10} %`;
  if (rejected / ended > guard.rejectShare) {
    return `Destinations refused ${rejected} of ${ended} messages (${share(rejected)}); ${guard.rejectShare * 100} % at most were allowed.`;
  }
  if (quarantined / ended > guard.errorShare) {
    return `${quarantined} of ${ended} messages were quarantined (${share(quarantined)}); ${guard.errorShare * 100} % at most were allowed.`;
  }
  if (guard.p95Ms !== null && p95Ms !== null && p95Ms > guard.p95Ms) {
    return `95 of 100 runs took up to ${Math.round(p95Ms)} ms; ${guard.p95Ms} ms at most were allowed.`;
  }
  return null;
}
