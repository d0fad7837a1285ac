import { type DoorContract, doorContract } from '@throughline/nodes/runs';
import {
  type DoorRules,
  type Live,
  listLive,
  loadDoorRules,
  onLiveChange,
  type RolloutRule,
  type Store,
} from '@throughline/store';
import type { Guard, GuardOf } from './guard/guard.ts';

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
  /** What the environment says about who comes in; null where it says nothing. */
  guard: Guard | null;
  /** Headers that are never kept with a message: they prove who sent it. */
  secretHeaders: ReadonlySet<string>;
  /** The same trigger in a version that takes some of the messages. */
  candidate: { door: Door; rule: RolloutRule } | null;
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

/** Never kept, whatever a door says. */
const SECRET_HEADERS = ['authorization', 'cookie', 'proxy-authorization', 'x-api-key', 'x-signature'];

export function doorOf(live: Live, index: number, guard: Guard | null = null): Door {
  const step = live.plan.steps[index]!;
  const reach = step.reach.reduce((mask, bit) => mask | (1n << BigInt(bit)), 0n);
  const contract = doorContract(live.plan, step);
  const { header } = (step.config['authentication'] ?? {}) as { header?: string };
  const own = header === undefined ? [] : [header.toLowerCase()];
  const secretHeaders = new Set([...SECRET_HEADERS, ...own, ...(guard?.secretHeaders ?? [])]);
  return { live, step, index, reach, contract, guard, secretHeaders, candidate: candidateOf(live, step) };
}

/** A version without this trigger takes no message that comes in by it. */
function candidateOf({ candidate, ...live }: Live, { node, type }: Step): Door['candidate'] {
  if (candidate === null) return null;
  const { version, pin, plan, rule } = candidate;
  const index = plan.triggers.find((at) => plan.steps[at]!.node === node && plan.steps[at]!.type === type);
  return index === undefined ? null : { door: doorOf({ ...live, version, pin, plan, candidate: null }, index), rule };
}

/** Watches what is live: told at once by the database, and looking by itself in case it was not told. */
export async function watchDoors(
  store: Store,
  guardsBy: (rules: DoorRules) => GuardOf,
  onError: (error: unknown) => void,
): Promise<Doors> {
  let byType = new Map<string, Door[]>();
  let seen = '';
  const listeners: (() => void)[] = [];

  async function refresh(): Promise<void> {
    const [lives, rules] = await Promise.all([listLive(store), loadDoorRules(store)]);
    const now = JSON.stringify([lives, rules], (key, value: unknown) => (key === 'plan' ? undefined : value));
    if (now === seen) return;
    seen = now;
    byType = new Map();
    const guardOf = guardsBy(rules);
    for (const live of lives) {
      for (const index of live.plan.triggers) {
        const step = live.plan.steps[index]!;
        const doors = byType.get(step.type) ?? [];
        doors.push(doorOf(live, index, guardOf(live.environment, live.flow, step)));
        byType.set(step.type, doors);
      }
    }
    for (const listener of listeners) listener();
  }

  await refresh();
  let refreshing: Promise<void> | null = null;
  let stale = false;
  /** One look after the other: an older answer that came late would close doors that a newer one had opened. */
  const again = () => {
    stale = true;
    refreshing ??= (async () => {
      while (stale) {
        stale = false;
        await refresh().catch(onError);
      }
      refreshing = null;
    })();
  };
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
      await refreshing;
    },
  };
}
