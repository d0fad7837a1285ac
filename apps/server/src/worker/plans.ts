import type { Plan, Program } from '@throughline/flow';
import { loadPin, type Pinned, type Store } from '@throughline/store';
import type { Capture } from './capture.ts';
import type { Reaches } from './reach.ts';

/** A pin made ready to run: the only place where the river of messages meets the river of documents. */
export interface Bound {
  pinned: Pinned;
  plan: Plan;
  program: Program;
  /** Some trigger keeps its caller waiting for an answer. */
  replies: boolean;
  /** What traces keep of messages, as the environment says now. */
  capture: () => Capture;
}

export interface Plans {
  get(pin: number): Promise<Bound>;
}

/** Loads each pin once; pins never change. The oldest are forgotten beyond `keep`. Its environment is known before its first use. */
export function createPlans(store: Store, reaches: Pick<Reaches, 'know' | 'capture'>, keep = 500): Plans {
  const known = new Map<number, Promise<Bound>>();
  return {
    get(pin) {
      let bound = known.get(pin);
      if (bound === undefined) {
        bound = load(store, pin, reaches);
        bound.catch(() => known.delete(pin));
        known.set(pin, bound);
        if (known.size > keep) known.delete(known.keys().next().value!);
      }
      return bound;
    },
  };
}

async function load(store: Store, pin: number, reaches: Pick<Reaches, 'know' | 'capture'>): Promise<Bound> {
  const pinned = await loadPin(store, pin);
  await reaches.know(pinned);
  const plan = JSON.parse(pinned.plan) as Plan;
  const replies = plan.triggers.some((step) => answersWithReply(plan.steps[step]!.config));
  return {
    pinned,
    plan,
    program: { ...plan.program, tables: pinned.tables },
    replies,
    capture: () => reaches.capture(pinned),
  };
}

/** A trigger's config: its caller waits for what a respond step gives. */
export function answersWithReply(config: Record<string, unknown> | undefined): boolean {
  return (config?.['answer'] as { mode?: string } | undefined)?.mode === 'reply';
}
