import type { clientOf } from '../remote/client.ts';

export type Client = ReturnType<typeof clientOf>;

/** One thing of a server as files, and how the two differ. */
export interface Thing {
  /** Path of its main file. */
  path: string;
  /** What a person is told of the difference; empty where there is none. */
  differences: string[];
  /** Makes the files what the server has; null where the server has none. */
  pull: (() => Promise<void>) | null;
  /** Makes the server what the files say; null where there are none, or the server's cannot be changed. */
  push: (() => Promise<string>) | null;
}

/** What a repository may hold beside flows. */
export const kinds = ['tables', 'contracts', 'releases'] as const;
export type Kind = (typeof kinds)[number];

/** JSON for people and for git: members in order, two blanks. */
export function pretty(value: unknown): string {
  return `${JSON.stringify(value, inOrder, 2)}\n`;
}

export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a, inOrder) === JSON.stringify(b, inOrder);
}

function inOrder(_: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
