import type { Arrival, Claim } from '@throughline/store';
import type { Arrived } from './arrive.ts';

export interface Slot {
  deployment: number;
  slot: number;
}

/** The worker in this process, as the doors know it. */
export interface Hand {
  /** Says that a slot has work. */
  kick(slot: Slot): void;
  /** A worker that is free for a slot takes with the commit itself; null: it is busy there, and is to be kicked. */
  claim(slot: Slot): Claim | null;
}

/** Each lane is drained by one worker at a time: so many work at one flow at once, whether its messages are ordered or not. */
export const SLOTS = 4;
let turn = 0;

/**
 * Gives the unordered messages of one commit a lane together, so that one worker takes them all in one piece; where one is free here,
 * its lane. The next commit's go to another.
 */
export function place(
  arrived: readonly Arrived[],
  hand: Hand | null,
): { arrivals: Arrival[]; slots: Slot[]; claim: Claim | null } {
  turn = (turn + 1) % SLOTS;
  const { deployment } = arrived[0]!;
  const isAlike = arrived.every((one) => one.lane === null && one.deployment === deployment);
  let claim: Claim | null = null;
  let free = turn;
  if (isAlike && hand !== null) {
    for (let i = 0; i < SLOTS && claim === null; i++) {
      free = (turn + i) % SLOTS;
      claim = hand.claim({ deployment, slot: free });
    }
  }
  const slot = claim === null ? turn : free;
  const shared: Arrival['lane'] = { key: `#${slot}`, ordered: false, slot };
  const arrivals = arrived.map((one) => ({ ...one, lane: one.lane ?? shared }));
  const slots = slotsOf(arrivals);
  if (!isAlike && slots.length === 1) claim = hand?.claim(slots[0]!) ?? null;
  return { arrivals, slots, claim };
}

function slotsOf(arrivals: readonly Arrival[]): Slot[] {
  const slots = new Map(
    arrivals.map(({ deployment, lane: { slot } }) => [`${deployment} ${slot}`, { deployment, slot }]),
  );
  return [...slots.values()];
}
