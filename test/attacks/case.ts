import { expect, test } from 'vitest';
import type { Canaries } from './canaries.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** The case of SECURITY.md that a test attacks for, and how many canaries had been touched when it ended. */
    attack?: { id: string; touched: number };
  }
}

/** Canaries, and where texts leave the house: an arena, or as much of one as an attack needs. */
interface Surroundings {
  canaries: Canaries;
  logged(): string;
  partner: { arrivals: readonly { body: string }[] };
}

/**
 * One attack of a case (`S01`). It ends with a look at the canaries: whatever the attack came to, none may have been touched;
 * `leaks` collects texts that left the house, for that look.
 */
export function attack<A extends Surroundings>(
  id: string,
  what: string,
  placeOf: () => A,
  run: (place: A, leaks: string[]) => Promise<void>,
  seconds = 60,
): void {
  test(`${id} ${what}`, { timeout: seconds * 1000 }, async ({ task }) => {
    const place = placeOf();
    const leaks: string[] = [];
    try {
      await run(place, leaks);
    } finally {
      const left = [place.logged(), ...place.partner.arrivals.map(({ body }) => body), ...leaks];
      const touched = place.canaries.touched(left);
      task.meta.attack = { id, touched: touched.length };
      expect(touched).toEqual([]);
    }
  });
}
