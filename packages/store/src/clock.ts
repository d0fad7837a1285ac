import type { Sql } from './client.ts';

/** The database's clock as this process can tell it, without asking each time. This machine's wall clock plays no part in it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Compares again; done once at the start, and every minute. */
  compare(): Promise<void>;
}

export async function openClock(sql: Sql): Promise<Clock> {
  let offset = 0;
  const clock: Clock = {
    now: () => performance.now() + offset,
    async compare() {
      const asked = performance.now();
      const [row] = await sql<{ at: number }[]>`
        select (extract(epoch from clock_timestamp()) * 1000)::double precision as at`;
      offset = row!.at - (asked + performance.now()) / 2;
    },
  };
  await clock.compare();
  return clock;
}
