import { expect } from 'vitest';
import { amount, fault } from './harness/fault.ts';
import { usage } from './harness/flows.ts';
import { idOf } from './harness/message.ts';
import type { Misbehaviour } from './harness/misbehave.ts';

/** What is wrong with the answer, and the reason that an operator reads. */
const reasons: Record<Misbehaviour, string> = {
  reset: 'answer_lost',
  'reset-in-answer': 'answer_reset',
  'half-close': 'answer_truncated',
  trickle: 'answer_timeout',
  stall: 'answer_stalled',
  endless: 'answer_too_large',
  short: 'answer_length_mismatch',
  'not-http': 'answer_malformed',
  bomb: 'answer_inflates',
};
const TIMEOUT_S = 20;
const IDLE_S = 15;
/** One answer in so many is spoilt: a partner that is ill now and then, not one that is down. */
const EVERY = 8;

fault(
  'F13',
  'a receiver spoils its answers in nine ways',
  async (scene) => {
    const world = await scene.open({ flows: [usage(undefined, { timeoutS: TIMEOUT_S })] });
    const ways = Object.keys(reasons) as Misbehaviour[];
    const spoilt = new Map<string, Misbehaviour>();
    for (let i = 0; i < amount(500) / EVERY; i++) spoilt.set(idOf(i * EVERY + 1), ways[i % ways.length]!);
    await world.rules(
      ways.map((way) => ({
        manner: { do: way },
        ids: [...spoilt].filter(([, given]) => given === way).map(([id]) => id),
        first: 1,
      })),
    );
    await world.start();
    await world.load({ count: amount(500), rate: 50 }).done;
    await scene.survives(world, { duplicates: spoilt.size, drainS: 150 });

    const attempts = await world.store.sql<{ id: string; code: string; seconds: number }[]>`
    select k.value as id, a.code, extract(epoch from a.at - a.began_at)::double precision as seconds
    from attempt a join run r on r.id = a.run_id join business_key k on k.message_id = r.message_id and k.name = 'id'`;
    const first = attempts.filter(({ id }) => spoilt.has(id));
    expect(new Set(first.map(({ id }) => id)).size).toBe(spoilt.size);
    for (const { id, code } of first)
      expect([spoilt.get(id), code]).toEqual([spoilt.get(id), reasons[spoilt.get(id)!]]);
    // The recording is up to a batch later than the end.
    for (const { code, seconds } of first) {
      expect([code, seconds < (code === 'answer_stalled' ? IDLE_S : TIMEOUT_S) + 10]).toEqual([code, true]);
    }
  },
  300,
);
