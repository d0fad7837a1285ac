import type { Misbehaviour } from './misbehave.ts';

/** How a receiver answers one request. `hang`: it acts and never answers. */
export type Manner = { delayMs?: number; tell?: boolean } & (
  | { do: 'ok' | 'hang' | Misbehaviour }
  | { do: 'status'; status: number; headers?: Record<string, string> }
);

/** Where a manner applies; the first rule that fits decides, and where none does the receiver answers 200. */
export interface Rule {
  manner: Manner;
  destination?: string;
  ids?: string[];
  /** Only the first so many arrivals of each message. */
  first?: number;
  /** Only between these times (Date.now()). */
  from?: number;
  until?: number;
}

export function ruleFor(
  rules: readonly Rule[],
  arrived: { destination: string; id: string; nth: number },
  now: number,
): Manner | undefined {
  return rules.find(
    ({ destination, ids, first, from, until }) =>
      (destination === undefined || destination === arrived.destination) &&
      (ids === undefined || ids.includes(arrived.id)) &&
      (first === undefined || arrived.nth <= first) &&
      (from === undefined || now >= from) &&
      (until === undefined || now < until),
  )?.manner;
}
