import { audited } from '../audit/audited.ts';
import type { Store } from '../client.ts';
import { freezeAt } from '../environment/settings.ts';
import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import { newId } from '../id.ts';
import { type Principal, personOf } from '../identity/principal.ts';
import type { Tx } from '../tx.ts';
import { applyContent, dropCandidates, lockTarget } from './apply.ts';
import type { PromotionState, Rollout } from './promotion.ts';
import { readContent } from './read.ts';

export interface PromotionWanted {
  release: string;
  environment: string;
  reason: string;
  rollout: Rollout | null;
}

/**
 * Brings a release into an environment: at once, or, where that is protected, once somebody else has approved it. Its checks are the
 * caller's to make first. Throws StoreError `frozen`, `rollout_under_way`.
 */
export function promote(
  store: Store,
  principal: Principal,
  wanted: PromotionWanted,
): Promise<{ id: string; state: PromotionState }> {
  return audited<{ id: string; state: PromotionState }>(
    store,
    principal,
    'release.promote',
    async (tx) => {
      const target = await lockTarget(tx, wanted.environment);
      const content = await readContent(tx, wanted.release);
      const id = newId();
      await tx.sql`
        insert into promotion (id, release_id, environment_id, kind, state, reason, rollout, asked_by, asked_name)
        values (${id}, ${wanted.release}, ${target.id}, 'release', 'waiting', ${wanted.reason},
          ${wanted.rollout === null ? null : JSON.stringify(wanted.rollout)}::text::jsonb, ${personOf(principal)}, ${principal.name})`;
      let state: PromotionState = 'waiting';
      if (!target.protected) {
        refuseFrozen(target);
        await refuseUnderWay(tx, target);
        await applyContent(tx, content, target, principal.name, wanted.rollout);
        state = await begin(tx, target, id, wanted.rollout);
      }
      await announce(tx, 'releases', wanted.release, target.name);
      return {
        result: { id, state },
        object: `release:${wanted.release}`,
        summary:
          state === 'waiting'
            ? `Asked to bring a release into ${target.name}.`
            : `Brought a release into ${target.name}${state === 'phased' ? ', for some messages first' : ''}.`,
        after: { id, environment: target.name, state, rollout: wanted.rollout },
      };
    },
    wanted.reason,
  );
}

/** Approves or refuses what waits; by somebody else than who asked. Throws StoreError `own_approval`, `already_decided`. */
export function decidePromotion(
  store: Store,
  principal: Principal,
  id: string,
  { approve, reason }: { approve: boolean; reason: string },
): Promise<PromotionState> {
  const act = approve ? 'release.approve' : 'release.refuse';
  return audited<PromotionState>(
    store,
    principal,
    act,
    async (tx) => {
      const asked = await lockPromotion(tx, id);
      if (asked.state !== 'waiting') throw new StoreError('already_decided', `It is ${asked.state} already.`);
      if (asked.asked_by === personOf(principal)) {
        throw new StoreError('own_approval', 'Somebody else than the person who asked has to approve this.');
      }
      const target = await lockTarget(tx, asked.environment);
      await tx.sql`
        update promotion set decided_by = ${personOf(principal)}, decided_name = ${principal.name}, decided_at = now(),
          decision = ${reason}, state = ${approve ? 'waiting' : 'refused'}, ended_at = ${approve ? null : new Date().toISOString()}
        where id = ${id}`;
      let state: PromotionState = 'refused';
      if (approve) {
        refuseFrozen(target);
        await refuseUnderWay(tx, target);
        await applyContent(tx, await readContent(tx, asked.release_id), target, principal.name, asked.rollout);
        state = await begin(tx, target, id, asked.rollout);
      }
      await announce(tx, 'releases', asked.release_id, target.name);
      const summary = approve
        ? `Approved a release into ${target.name}, which ${asked.asked_name} had asked for.`
        : `Refused a release into ${target.name}, which ${asked.asked_name} had asked for.`;
      return { result: state, object: `release:${asked.release_id}`, summary, after: { id, state } };
    },
    reason,
  );
}

/** Takes back what waits or is phased in. Throws StoreError `already_decided`. */
export function withdrawPromotion(store: Store, principal: Principal, id: string, reason: string): Promise<void> {
  return audited<void>(store, principal, 'release.withdraw', (tx) => endEarly(tx, id, 'withdrawn', reason), reason);
}

/** A rollout that its guard calls off: the earlier versions take all messages again. */
export function haltPromotion(store: Store, by: Principal, id: string, verdict: string): Promise<void> {
  return audited<void>(store, by, 'release.halt', (tx) => endEarly(tx, id, 'halted', verdict), verdict);
}

/** Lets every message have what some had until now. */
export function completePromotion(store: Store, principal: Principal, id: string): Promise<void> {
  return audited<void>(store, principal, 'release.complete', async (tx) => {
    const asked = await lockPromotion(tx, id);
    if (asked.state !== 'phased') throw new StoreError('already_decided', `It is ${asked.state}, not phased.`);
    const target = await lockTarget(tx, asked.environment);
    await applyContent(tx, await readContent(tx, asked.release_id), target, principal.name, null);
    await begin(tx, target, id, null);
    await announce(tx, 'releases', asked.release_id, target.name);
    const summary = `Completed the rollout of a release into ${target.name}.`;
    return { result: undefined, object: `release:${asked.release_id}`, summary, after: { id, state: 'live' } };
  });
}

/** Goes back to a release that was live in this environment before. It was approved then. Throws StoreError `nothing_earlier`, `not_found`. */
export function rollBack(
  store: Store,
  principal: Principal,
  environment: string,
  { to, reason }: { to: string | null; reason: string },
): Promise<{ id: string; release: string }> {
  return audited<{ id: string; release: string }>(
    store,
    principal,
    'release.roll-back',
    async (tx) => {
      const target = await lockTarget(tx, environment);
      const [earlier] = await tx.sql<{ release_id: string; number: number }[]>`
        select p.release_id, r.number from promotion p join release r on r.id = p.release_id
        where p.environment_id = ${target.id} and p.state = 'replaced'
          and (${to === null} or p.id = ${to ?? '00000000-0000-0000-0000-000000000000'})
        order by p.began_at desc limit 1`;
      if (earlier === undefined && to !== null)
        throw new StoreError('not_found', 'That release was not live here before.');
      if (earlier === undefined) {
        throw new StoreError(
          'nothing_earlier',
          `${environment} had no other release before, so there is none to go back to.`,
        );
      }
      await tx.sql`
        update promotion set state = 'withdrawn', ended_at = now(), verdict = 'rolled back'
        where environment_id = ${target.id} and state = 'phased'`;
      await dropCandidates(tx, target);
      const id = newId();
      await tx.sql`
        insert into promotion (id, release_id, environment_id, kind, state, reason, asked_by, asked_name)
        values (${id}, ${earlier.release_id}, ${target.id}, 'rollback', 'waiting', ${reason}, ${personOf(principal)}, ${principal.name})`;
      await applyContent(tx, await readContent(tx, earlier.release_id), target, principal.name, null);
      await begin(tx, target, id, null);
      await announce(tx, 'releases', earlier.release_id, target.name);
      return {
        result: { id, release: earlier.release_id },
        object: `release:${earlier.release_id}`,
        summary: `Rolled ${target.name} back to release ${earlier.number}.`,
        after: { id, environment: target.name },
      };
    },
    reason,
  );
}

async function endEarly(tx: Tx, id: string, state: 'withdrawn' | 'halted', verdict: string) {
  const asked = await lockPromotion(tx, id);
  const mayEnd = asked.state === 'phased' || (asked.state === 'waiting' && state === 'withdrawn');
  if (!mayEnd) throw new StoreError('already_decided', `It is ${asked.state} already.`);
  const target = await lockTarget(tx, asked.environment);
  await tx.sql`update promotion set state = ${state}, ended_at = now(), verdict = ${verdict} where id = ${id}`;
  if (asked.state === 'phased') await dropCandidates(tx, target);
  await announce(tx, 'releases', asked.release_id, target.name);
  const summary = `${state === 'halted' ? 'Halted' : 'Withdrew'} a release into ${target.name}.`;
  return { result: undefined, object: `release:${asked.release_id}`, summary, after: { id, state } };
}

/** Marks it as what takes messages now, and what did before as replaced. */
async function begin(
  { sql }: Tx,
  target: { id: number },
  id: string,
  rollout: Rollout | null,
): Promise<'phased' | 'live'> {
  const state = rollout === null ? 'live' : 'phased';
  if (state === 'live') {
    await sql`
      update promotion set state = 'replaced', ended_at = now()
      where environment_id = ${target.id} and state = 'live' and id <> ${id}`;
  }
  await sql`update promotion set state = ${state}, began_at = coalesce(began_at, now()) where id = ${id}`;
  return state;
}

async function lockPromotion({ sql }: Tx, id: string) {
  const [found] = await sql<
    {
      state: PromotionState;
      release_id: string;
      environment: string;
      asked_by: string;
      asked_name: string;
      rollout: Rollout | null;
    }[]
  >`
    select p.state, p.release_id, e.name as environment, p.asked_by, p.asked_name, p.rollout
    from promotion p join environment e on e.id = p.environment_id where p.id = ${id} for update of p`;
  if (found === undefined) throw new StoreError('not_found', 'There is no such promotion.');
  return found;
}

function refuseFrozen({ name, settings }: { name: string; settings: Record<string, unknown> }): void {
  const freezes = (settings as { freezes?: Parameters<typeof freezeAt>[0] }).freezes ?? [];
  const freeze = freezeAt(freezes, new Date());
  if (freeze !== null) throw new StoreError('frozen', `Nothing is released into ${name} now: ${freeze.reason}.`);
}

async function refuseUnderWay({ sql }: Tx, { id, name }: { id: number; name: string }): Promise<void> {
  const [one] = await sql`select 1 from promotion where environment_id = ${id} and state = 'phased'`;
  if (one !== undefined) {
    throw new StoreError('rollout_under_way', `A release is being phased into ${name}; complete or withdraw it first.`);
  }
}
