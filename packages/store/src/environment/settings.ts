import type { DataClass } from '@throughline/contracts';

/** What an environment allows; absent parts take the server's defaults. */
export interface EnvironmentSettings {
  /** Internal hosts that connectors may reach: host or CIDR, ports, why. */
  egress?: { to: string; ports: number[] | 'any'; reason: string }[];
  /** Named values that flows read as `$context.variables`. Never secrets. */
  variables?: Record<string, string>;
  /** Days that message content is kept, by its data class; and records without content. */
  retention?: Partial<Record<DataClass | 'records', number>>;
  /** What traces keep of messages: everything, shapes and hashes, or nothing. */
  capture?: 'full' | 'shapes' | 'none';
  /** Times in which nothing is released here. */
  freezes?: Freeze[];
  /** Who needs a second factor to act here. */
  secondFactor?: 'nobody' | 'admins' | 'everybody';
}

/** A time in which nothing is released; hours are UTC, weekday 0 is Sunday. */
export type Freeze =
  /** The last `days` of each month and the first `days` of the next. */
  | { kind: 'month-end'; days: number; reason: string }
  /** Once, between two instants (ISO 8601). */
  | { kind: 'span'; from: string; until: string; reason: string }
  | { kind: 'weekly'; weekday: number; fromHour: number; untilHour: number; reason: string };

/** The freeze that holds at this moment, or null. */
export function freezeAt(freezes: readonly Freeze[], at: Date): Freeze | null {
  return freezes.find((freeze) => holds(freeze, at)) ?? null;
}

function holds(freeze: Freeze, at: Date): boolean {
  if (freeze.kind === 'span') return at >= new Date(freeze.from) && at < new Date(freeze.until);
  if (freeze.kind === 'weekly') {
    const { weekday, fromHour, untilHour } = freeze;
    const hour = at.getUTCHours() + at.getUTCMinutes() / 60;
    const isThatDay = at.getUTCDay() === weekday;
    if (fromHour <= untilHour) return isThatDay && hour >= fromHour && hour < untilHour;
    // Past midnight, into the next day.
    return (isThatDay && hour >= fromHour) || (at.getUTCDay() === (weekday + 1) % 7 && hour < untilHour);
  }
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  return at.getUTCDate() <= freeze.days || at.getUTCDate() > last - freeze.days;
}
