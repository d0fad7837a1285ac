import { expect } from 'vitest';
import { until } from '../support/stage.ts';
import { fault, type Scene } from './harness/fault.ts';
import { orders, usage } from './harness/flows.ts';
import { idOf } from './harness/message.ts';
import type { Arrival } from './harness/receiver.ts';
import type { Server } from './harness/servers.ts';
import type { World } from './harness/world.ts';

const IN_FLIGHT = 200;
const IN_HAND_MS = 500;
/** More than one phase ever sends. */
const LOAD = 10_000;
const REJECTED = { status: 422, every: 10 };

/** A kill in the middle of a phase, and which part of the system it hits. */
interface Phase {
  failpoint: string;
  role: 'intake' | 'worker';
  /** Batches are hit less often than messages. */
  nth: number;
  /** A request may have been sent: it may come again, under the same key. */
  repeats: boolean;
}

const phases: Phase[] = [
  { failpoint: 'intake.read', role: 'intake', nth: 50, repeats: false },
  { failpoint: 'intake.stored', role: 'intake', nth: 50, repeats: false },
  { failpoint: 'intake.acked', role: 'intake', nth: 50, repeats: false },
  { failpoint: 'worker.leased', role: 'worker', nth: 10, repeats: true },
  { failpoint: 'worker.stepped', role: 'worker', nth: 10, repeats: true },
  { failpoint: 'delivery.answered', role: 'worker', nth: 50, repeats: true },
  { failpoint: 'worker.recorded', role: 'worker', nth: 10, repeats: true },
  { failpoint: 'quarantine.write', role: 'worker', nth: 5, repeats: true },
];

fault('F02', 'intake is killed in each of its phases', (scene) => killedIn(scene, 'intake'), 300);
fault('F02', 'a worker is killed in each of its phases', (scene) => killedIn(scene, 'worker'), 600);

/** One system; server after server is started with the next failpoint and dies of it. */
async function killedIn(scene: Scene, role: Phase['role']): Promise<void> {
  const world = await scene.open({ flows: [orders('continue'), usage()] });
  const other = role === 'intake' ? 'worker' : 'intake';
  const mine = phases.filter((phase) => phase.role === role);
  const rejected = mine.flatMap((_, phase) =>
    Array.from({ length: 400 }, (_, i) => idOf(phase * LOAD + i * REJECTED.every + 3)),
  );
  const slow = { manner: { do: 'ok', delayMs: 20 } } as const;
  await world.rules([{ manner: { do: 'status', status: REJECTED.status }, ids: rejected }, slow]);
  await world.start({ roles: [other] });
  const deaths: number[] = [];
  for (const { failpoint, nth } of mine) {
    const server = await world.start({ roles: [role], failpoint: `${failpoint}:${nth}:kill` });
    await loadUntilGone(world, server);
    deaths.push(Date.now());
    // What was under way when it died counts with it.
    world.outages.push({ from: server.goneAt! - IN_HAND_MS, until: Date.now(), limitS: 60 });
  }
  await world.start({ roles: [role] });
  await world.load({ count: IN_FLIGHT }).done;
  const { arrivals } = await scene.survives(world, {
    duplicates: role === 'intake' ? 0 : mine.length * 2 * 64,
    quarantine: [`http_${REJECTED.status}`],
    drainS: 150,
  });
  expect(deaths).toHaveLength(mine.length);
  expect(repeatsBehind(arrivals, deaths).filter((_, i) => !mine[i]!.repeats)).toEqual(
    mine.filter(({ repeats }) => !repeats).map(() => 0),
  );
}

async function loadUntilGone(world: World, server: Server): Promise<void> {
  const load = world.load({ count: LOAD, rate: 150 });
  await until(() => server.isGone, 120);
  await load.stop();
}

/** Extra arrivals, by the death that came before each. */
function repeatsBehind(arrivals: Arrival[], deaths: number[]): number[] {
  const seen = new Set<string>();
  const counts = deaths.map(() => 0);
  for (const { destination, id, at, manner } of arrivals) {
    if (/^\d+$/.test(manner)) continue;
    const place = `${destination} ${id}`;
    const death = deaths.findLastIndex((time) => time <= at);
    if (seen.has(place) && death >= 0) counts[death]!++;
    seen.add(place);
  }
  return counts;
}
