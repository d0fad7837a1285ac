import type { Store } from '../client.ts';

/** Which messages go first, and what calls it off. */
export interface Rollout {
  rule: RolloutRule;
  guard: RolloutGuard;
}

export type RolloutRule =
  /** This part of the messages, 0 to 1; messages of one order key stay together. */
  | { kind: 'share'; share: number }
  /** Messages that have one of these values at a path, or in a header (`header:Name`). */
  | { kind: 'attribute'; path: string; values: string[] };

export interface RolloutGuard {
  /** Runs that have to end before anything is judged. */
  minRuns: number;
  /** Parts of ended runs, 0 to 1: quarantined at all, and refused by a destination. */
  errorShare: number;
  rejectShare: number;
  /** 95 of 100 runs end within this time; null: not judged. */
  p95Ms: number | null;
}

export type PromotionState = 'waiting' | 'phased' | 'live' | 'replaced' | 'refused' | 'withdrawn' | 'halted';

export interface Promotion {
  id: string;
  release: string;
  number: number;
  title: string;
  environment: string;
  kind: 'release' | 'rollback';
  state: PromotionState;
  reason: string;
  rollout: Rollout | null;
  askedBy: string;
  askedName: string;
  askedAt: Date;
  decidedName: string | null;
  decidedAt: Date | null;
  decision: string | null;
  beganAt: Date | null;
  endedAt: Date | null;
  verdict: string | null;
}

/** Promotions, newest first: of some releases, of one environment, or one by id. */
export async function promotionsOf(
  { sql }: Pick<Store, 'sql'>,
  which: { releases?: readonly string[]; environment?: string; id?: string; limit?: number },
): Promise<Promotion[]> {
  const rows = await sql<Record<string, unknown>[]>`
    select p.id, p.release_id as release, r.number, r.title, e.name as environment, kind, state, reason, rollout,
      asked_by as "askedBy", asked_name as "askedName", asked_at as "askedAt", decided_name as "decidedName",
      decided_at as "decidedAt", decision, began_at as "beganAt", ended_at as "endedAt", verdict
    from promotion p join release r on r.id = p.release_id join environment e on e.id = p.environment_id
    where (${which.releases === undefined} or p.release_id = any (${[...(which.releases ?? [])]}))
      and (${which.environment === undefined} or e.name = ${which.environment ?? ''})
      and (${which.id === undefined} or p.id = ${which.id ?? '00000000-0000-0000-0000-000000000000'})
    order by p.asked_at desc limit ${which.limit ?? 500}`;
  return rows.map((row) => {
    const at = (name: string) => (row[name] === null ? null : new Date(row[name] as string));
    return {
      ...row,
      askedAt: at('askedAt'),
      decidedAt: at('decidedAt'),
      beganAt: at('beganAt'),
      endedAt: at('endedAt'),
    } as Promotion;
  });
}
