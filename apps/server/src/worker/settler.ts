import {
  isOutage,
  type Outcome,
  type Settled,
  type Settlement,
  type Store,
  settle,
  type TakeLimits,
} from '@throughline/store';
import type { Slot } from './drain.ts';

/** Writes what became of batches. Resolves once it is durable; rejects with the database's error when that is not known. */
export type Settler = (slot: Slot, outcome: Outcome, limits: TakeLimits) => Promise<Settled>;

interface Waiting {
  settlement: Settlement;
  resolve: (settled: Settled) => void;
  reject: (error: unknown) => void;
}

const TOGETHER = 16;

/**
 * Shares transactions among the drains of a deployment: a lone outcome is written at once; what comes while one is under way gathers
 * into the next, so that the busier it is, the less each costs.
 */
export function createSettler(store: Store, owner: string): Settler {
  const waiting = new Map<number, Waiting[]>();
  const busy = new Set<number>();

  async function pump(deployment: number): Promise<void> {
    if (busy.has(deployment)) return;
    busy.add(deployment);
    for (let queue = waiting.get(deployment)!; queue.length > 0; ) await write(deployment, queue.splice(0, TOGETHER));
    busy.delete(deployment);
    waiting.delete(deployment);
  }

  async function write(deployment: number, batch: Waiting[]): Promise<void> {
    const settlements = batch.map(({ settlement }) => settlement);
    try {
      const settled = await settle(store, deployment, owner, settlements);
      for (const [i, { resolve }] of batch.entries()) resolve(settled[i]!);
    } catch (error) {
      // One that cannot be written must not take the others along; an outage is nobody's fault.
      if (batch.length > 1 && !isOutage(error)) for (const one of batch) await write(deployment, [one]);
      else for (const { reject } of batch) reject(error);
    }
  }

  return ({ deployment, slot }, outcome, limits) =>
    new Promise((resolve, reject) => {
      const one = { settlement: { slot, outcome, limits }, resolve, reject };
      const queue = waiting.get(deployment);
      if (queue === undefined) waiting.set(deployment, [one]);
      else queue.push(one);
      void pump(deployment);
    });
}
