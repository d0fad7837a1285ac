import { it } from 'vitest';
import { check, describeBreaches, type Report } from '../checker/check.ts';
import type { Allowance, Fate } from '../checker/evidence.ts';
import { gather, lockedIn } from '../checker/gather.ts';
import { FILES } from '../checker/sound.ts';
import type { Arrival } from './receiver.ts';
import { openFiles } from './sample.ts';
import type { Told } from './source.ts';
import { openWorld, type World, type WorldOptions } from './world.ts';

declare module 'vitest' {
  interface TaskMeta {
    fault?: { id: string; seed: number; report: Report | null };
  }
}

export interface Scene {
  seed: number;
  /** Closed, with everything in it, when the test is over. */
  open(options: Omit<WorldOptions, 'seed'>): Promise<World>;
  /** Waits for the drain, halts the system and holds what everybody wrote against the invariants. */
  survives(world: World, allowed?: Partial<Allowance> & { drainS?: number }): Promise<Seen>;
  skip(why: string): never;
}

export interface Seen {
  report: Report;
  arrivals: Arrival[];
  fates: Fate[];
  told: Told[];
}

const SEED = Number(process.env['FAULTS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** How many, of the full number: the quick set does with a third. */
export function amount(full: number): number {
  return process.env['FAULTS'] === undefined ? Math.ceil(full / 3 / 100) * 100 : full;
}

/** One fault as a test. A failure names the seed and the messages; the score is told to the runner. */
export function fault(id: string, title: string, run: (scene: Scene) => Promise<void>, seconds = 240): void {
  it(
    `${id} ${title}`,
    async ({ task, skip, onTestFinished }) => {
      const worlds: World[] = [];
      onTestFinished(async () => {
        for (const world of worlds) await world.close();
      }, 60_000);
      const told: NonNullable<typeof task.meta.fault> = { id, seed: SEED, report: null };
      task.meta.fault = told;
      const scene: Scene = {
        seed: SEED,
        async open(options) {
          const world = await openWorld({ ...options, seed: SEED });
          worlds.push(world);
          return world;
        },
        async survives(world, { drainS = 90, ...allowed } = {}) {
          await world.drained(drainS);
          await quiet(world);
          await world.halt();
          const evidence = await gather(world);
          const report = check(evidence, allowed);
          told.report = told.report === null ? report : joined(told.report, report);
          if (report.breaches.length > 0) throw new Error(describeBreaches(report.breaches));
          return { report, arrivals: evidence.arrivals, fates: evidence.fates, told: evidence.told };
        },
        skip: (why) => skip(why),
      };
      try {
        await run(scene);
      } catch (error) {
        if (error instanceof Error && !isSkip(error))
          error.message += `\nseed ${SEED}: run faults ${id} --seed ${SEED}`;
        // At once: the runner shows failures only at the end.
        if (error instanceof Error && !isSkip(error)) console.error(`${id} ${title}\n${error.message}`);
        throw error;
      }
    },
    seconds * 1000,
  );
}

function isSkip(error: Error): boolean {
  return error.name === 'PendingError' || error.message.includes('test is skipped');
}

/** A dead worker's leases end after 15 s and its jobs are given back after 30; idle connections close after a few. */
async function quiet(world: World): Promise<void> {
  const end = Date.now() + 45_000;
  const isBusy = () => world.servers.some(({ isGone, pid, files }) => !isGone && openFiles(pid) > files + FILES);
  while (Date.now() < end && (isBusy() || (await lockedIn(world.store)).length > 0)) {
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function joined(a: Report, b: Report): Report {
  return {
    accepted: a.accepted + b.accepted,
    lost: a.lost + b.lost,
    dropped: a.dropped + b.dropped,
    duplicates: a.duplicates + b.duplicates,
    recoveryS: Math.max(a.recoveryS, b.recoveryS),
    breaches: [...a.breaches, ...b.breaches],
  };
}
