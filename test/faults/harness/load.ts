import { startPart } from './part.ts';
import type { SourceOptions } from './source.ts';
import type { World } from './world.ts';

/** A load under way, sent by a process of its own. */
export interface Load {
  /** Messages accepted so far, over all its targets, as of the last quarter of a second. */
  accepted(): number;
  /** Resolves when everything has been sent. */
  done: Promise<void>;
  stop(): Promise<void>;
}

export function startLoad(options: SourceOptions): Load {
  const part = startPart('source.ts', { args: [JSON.stringify(options)] });
  let accepted = 0;
  part.child.on('message', (message: { accepted?: number }) => {
    accepted = message.accepted ?? accepted;
  });
  const done = part.hear('done').then(() => part.end());
  done.catch(() => {});
  return {
    accepted: () => accepted,
    done,
    async stop() {
      part.say({ stop: true });
      await done.catch(() => {});
    },
  };
}

/** Waits until so many messages are in flight; when the load is sent and there are too few, sends more. */
export async function keepInFlight(world: Pick<World, 'inFlight' | 'load'>, wanted: number, load: Load): Promise<void> {
  let isSent = false;
  load.done.then(() => {
    isSent = true;
  });
  for (;;) {
    const wasSent = isSent;
    if ((await world.inFlight()) >= wanted) return;
    if (wasSent) await world.load({ count: wanted }).done;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
