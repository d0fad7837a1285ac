import { defineConfig } from 'vitest/config';
import { chosenFaults } from './test/faults/set.ts';

const modules = ['**/node_modules/**', '**/dist/**'];
const real = ['**/*.db.test.ts'];
// What waits, measures time, or works for seconds.
const slow = ['**/*.slow.test.ts'];
const journeys = ['test/journey/**/*.test.ts'];
const faults = chosenFaults(process.env['FAULTS']);
const house = ['test/house.test.ts', 'test/support/**/*.test.ts'];

// isolated-vm refuses to load into a process that was started from Node's snapshot.
const common = {
  pool: 'forks',
  execArgv: ['--no-node-snapshot'],
  environment: 'node',
  // What is waited for comes late on a machine that does ten things at once; the usual second made green runs a matter of luck.
  expect: { poll: { timeout: 15_000 } },
} as const;

export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: 'house', include: house, exclude: modules } },
      {
        test: {
          ...common,
          name: 'unit',
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          // Pure tests share a process: most of their time was its start and the same modules read again.
          isolate: false,
          // What takes half a second takes five on a machine that does ten things at once.
          testTimeout: 20_000,
          include: ['packages/**/*.test.ts', 'apps/**/*.test.{ts,tsx}'],
          exclude: [...modules, ...real, ...slow],
          setupFiles: ['test/support/leaks/children.ts'],
        },
      },
      {
        test: {
          ...common,
          name: 'slow',
          // By itself: some of it is about time.
          sequence: { groupOrder: 2 },
          maxWorkers: 1,
          include: slow,
          exclude: modules,
          setupFiles: ['test/support/leaks/children.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...common,
          name: 'real',
          // As the pure ones: the whole server is read once.
          isolate: false,
          sequence: { groupOrder: 3 },
          maxWorkers: 2,
          include: ['test/**/*.test.ts', ...real],
          exclude: [...modules, ...house, ...journeys],
          globalSetup: ['test/support/database-setup.ts'],
          setupFiles: ['test/support/leaks/children.ts', 'test/support/leaks/databases.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...common,
          name: 'journey',
          sequence: { groupOrder: 4 },
          include: journeys,
          exclude: modules,
          // One browser at a time: two make each other late on a small machine. One process: the server is read once.
          maxWorkers: 1,
          isolate: false,
          globalSetup: ['test/support/database-setup.ts', 'test/journey/support/build.ts'],
          setupFiles: [
            'test/support/leaks/children.ts',
            'test/support/leaks/databases.ts',
            'test/journey/support/failed.ts',
          ],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // As long as a hand waits elsewhere (contextOf in test/journey/support/journey.ts).
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        test: {
          ...common,
          name: 'faults',
          // One after the other: each wants the machine to itself.
          sequence: { groupOrder: 5 },
          maxWorkers: 1,
          fileParallelism: false,
          include: faults,
          exclude: modules,
          setupFiles: ['test/support/leaks/children.ts'],
        },
      },
    ],
  },
});
