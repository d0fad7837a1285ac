import { type DoorContract, doorContract } from '@throughline/nodes/runs';
import { type Live, listLive, onLiveChange, type Store } from '@throughline/store';

export type Step = Live['plan']['steps'][number];

/** A trigger that is live: where messages of one flow come in. */
export interface Door {
  live: Live;
  step: Step;
  index: number;
  /** Destinations a message through this door can reach, a bit for each. */
  reach: bigint;
  /** What a message must fit to be let in, made ready once. */
  contract: DoorContract | null;
}

export interface Doors {
  /** Doors of one trigger type in an environment. */
  of(environment: string, type: string): readonly Door[];
  all(type: string): readonly Door[];
  environments(): readonly string[];
  onChange(listener: () => void): void;
  close(): Promise<void>;
}

const REFRESH_MS = 2_000;

export function doorOf(live: Live, index: number): Door {
  const step = live.plan.steps[index]!;
  const reach = step.reach.reduce((mask, bit) => mask | (1n << BigInt(bit)), 0n);
  return { live, step, index, reach, contract: doorContract(live.plan, step) };
}

/** Watches what is live: told at once by the database, and looking by itself in case it was not told. */
export async function watchDoors(store: Store, onError: (error: unknown) => void): Promise<Doors> {
  let byType = new Map<string, Door[]>();
  let seen = '';
  const listeners: (() => void)[] = [];

  async function refresh(): Promise<void> {
    const lives = await listLive(store);
    const now = JSON.stringify(lives.map(({ plan: _, ...rest }) => rest));
    if (now === seen) return;
    seen = now;
    byType = new Map();
    for (const live of lives) {
      for (const index of live.plan.triggers) {
        const step = live.plan.steps[index]!;
        const doors = byType.get(step.type) ?? [];
        doors.push(doorOf(live, index));
        byType.set(step.type, doors);
      }
    }
    for (const listener of listeners) listener();
  }

  await refresh();
  const again = () => void refresh().catch(onError);
  const stopListening = await onLiveChange(store, again);
  const timer = setInterval(again, REFRESH_MS);
  return {
    of: (environment, type) => (byType.get(type) ?? []).filter((door) => door.live.environment === environment),
    all: (type) => byType.get(type) ?? [],
    environments: () => [...new Set([...byType.values()].flat().map((door) => door.live.environment))],
    onChange: (listener) => void listeners.push(listener),
    async close() {
      clearInterval(timer);
      await stopListening();
    },
  };
}
