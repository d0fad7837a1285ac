import { readFileSync } from 'node:fs';

const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  scripts: { start: string };
};

/** What `start` limits its process to: a server that is measured gets the same. */
export const limitsOfStart: readonly string[] = scripts.start.split(' ').filter((word) => word.startsWith('--max-'));
