import { addUse, type ClientUse, type Store } from '@throughline/store';
import type { Caller } from './client.ts';

/** Counts in memory what clients send, and adds it to the database every few seconds: no message waits for it. */
export interface Meter {
  note(
    caller: Caller,
    place: { flow: string; node: string },
    what: 'accepted' | 'refused' | 'limited',
    bytes: number,
  ): void;
  close(): Promise<void>;
}

const EVERY_MS = 5_000;

export function createMeter(store: Store, onError: (error: unknown) => void): Meter {
  let uses = new Map<string, Omit<ClientUse, 'day'>>();
  let keys = new Set<string>();
  let last = 0;

  async function flush(): Promise<void> {
    // Signatures that have run out are put away by the same look, now and then.
    if (uses.size === 0 && performance.now() - last < 60_000) return;
    last = performance.now();
    const [noted, used] = [[...uses.values()], [...keys]];
    uses = new Map();
    keys = new Set();
    await addUse(store, noted, used).catch((error: unknown) => {
      for (const one of noted) add(one);
      for (const key of used) keys.add(key);
      onError(error);
    });
  }

  function add(one: Omit<ClientUse, 'day'>): void {
    const key = `${one.client} ${one.flow} ${one.node}`;
    const known = uses.get(key);
    if (known === undefined) {
      uses.set(key, { ...one });
      return;
    }
    for (const name of ['accepted', 'refused', 'limited', 'bytes'] as const) known[name] += one[name];
  }

  let flushing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    flushing = flushing.then(flush);
  }, EVERY_MS);
  return {
    note({ client, key }, { flow, node }, what, bytes) {
      add({ client: client.id, flow, node, accepted: 0, refused: 0, limited: 0, bytes, [what]: 1 });
      keys.add(key.id);
    },
    async close() {
      clearInterval(timer);
      await flushing;
      if (uses.size > 0) await flush();
    },
  };
}
