import { expect, test } from 'vitest';
import type { Arena } from './arena.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** The case of SECURITY.md that a test attacks for, and how many canaries had been touched when it ended. */
    attack?: { id: string; touched: number };
  }
}

/**
 * One attack of a case (`S01`). It ends with a look at the canaries: whatever the attack came to, none may have been touched;
 * `leaks` collects texts that left the house, for that look.
 */
export function attack(
  id: string,
  what: string,
  arenaOf: () => Arena,
  run: (arena: Arena, leaks: string[]) => Promise<void>,
  seconds = 60,
): void {
  test(`${id} ${what}`, { timeout: seconds * 1000 }, async ({ task }) => {
    const arena = arenaOf();
    const leaks: string[] = [];
    try {
      await run(arena, leaks);
    } finally {
      const left = [arena.logged(), ...arena.partner.arrivals.map(({ body }) => body), ...leaks];
      const touched = arena.canaries.touched(left);
      task.meta.attack = { id, touched: touched.length };
      expect(touched).toEqual([]);
    }
  });
}
