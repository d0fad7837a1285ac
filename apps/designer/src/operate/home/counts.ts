import type { Counts } from './queries.ts';

export function sumOf(all: readonly Counts[]): Counts {
  const sum: Counts = { accepted: 0, delivered: 0, quarantined: 0, filtered: 0, inFlight: 0 };
  for (const counts of all) {
    for (const name of Object.keys(sum) as (keyof Counts)[]) sum[name] += counts[name];
  }
  return sum;
}

/** What went in and is nowhere; anything but 0 is an alarm. */
export function unaccounted({ accepted, delivered, quarantined, filtered, inFlight }: Counts): number {
  return accepted - delivered - quarantined - filtered - inFlight;
}

const whole = new Intl.NumberFormat();
export const numberText = (value: number) => whole.format(value);
