import type { clientOf } from '../remote/client.ts';

export type Client = ReturnType<typeof clientOf>;

/** One thing that differs, and what makes it as the file says. */
export interface Step {
  /** `+` made, `~` changed. */
  sign: '+' | '~';
  what: string;
  fields: string[];
  run: () => Promise<unknown>;
}

/** The members that are wanted otherwise than they are. */
export function differing(now: Record<string, unknown>, wanted: Record<string, unknown>): string[] {
  return Object.keys(wanted).filter((key) => wanted[key] !== undefined && sorted(now[key]) !== sorted(wanted[key]));
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
