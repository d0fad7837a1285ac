import type { Store } from '@throughline/store';
import { Cron } from 'croner';
import { arrive } from './arrive.ts';
import type { Committer } from './commit.ts';
import type { Door, Doors } from './doors.ts';
import { lookInto } from './keys.ts';

/** A slot that no process could take is made up for within this time, and skipped after it. */
const LATE_MS = 60 * 60 * 1000;
const LOOK_MS = 1_000;

export interface SchedulePorts {
  store: Store;
  doors: Doors;
  committer: Committer;
  onError: (error: unknown) => void;
}

/**
 * Fires scheduled flows by database time. Every process looks at every schedule and offers each due slot for acceptance under the
 * slot's instant as idempotency key, so that over all processes it is accepted once. A local time that does not exist (spring)
 * fires just after the gap, one that comes twice (autumn) fires once.
 */
export function runSchedules(ports: SchedulePorts): { close(): void } {
  const fired = new Map<string, number>();
  const began = ports.store.clock.now();

  async function look(): Promise<void> {
    const now = ports.store.clock.now();
    for (const door of ports.doors.all('trigger.schedule')) {
      const id = `${door.live.deployment} ${door.step.node}`;
      const since = fired.get(id) ?? began - 2 * LOOK_MS;
      const due = lastSlot(door, now);
      if (due === null || due <= since || due < now - LATE_MS) continue;
      fired.set(id, due);
      await fire(ports, door, due, now);
    }
  }

  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch(ports.onError)
      .finally(() => {
        looking = false;
      });
  }, LOOK_MS);
  return { close: () => clearInterval(timer) };
}

/** The latest slot at or before `now`, in milliseconds. */
function lastSlot(door: Door, now: number): number | null {
  const { cron, timeZone } = door.step.config as { cron: string; timeZone: string };
  const [last] = new Cron(cron, { paused: true, timezone: timeZone, mode: '5-or-6-parts' }).previousRuns(
    1,
    new Date(now + 1),
  );
  return last === undefined ? null : last.getTime();
}

async function fire(ports: SchedulePorts, door: Door, due: number, now: number): Promise<void> {
  const { message, into } = door.step.config as { message: string; into: string };
  const body = JSON.parse(message) as Record<string, unknown>;
  const instant = new Date(due).toISOString();
  setAt(body, into.split('.'), instant);
  const raw = Buffer.from(JSON.stringify(body));
  const arrival = arrive(
    ports.store,
    door,
    {
      raw,
      contentType: 'application/json',
      headers: {},
      params: {},
      look: lookInto('json', body, {}),
      sourceKey: `slot ${instant}`,
      correlationId: null,
    },
    now,
  );
  await ports.committer.commit(arrival);
}

function setAt(root: Record<string, unknown>, path: string[], value: unknown): void {
  let at = root;
  for (const key of path.slice(0, -1)) {
    const next = at[key];
    if (next === null || typeof next !== 'object') at[key] = {};
    at = at[key] as Record<string, unknown>;
  }
  at[path.at(-1)!] = value;
}
