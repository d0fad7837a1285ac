import { now } from '../frame/clock.ts';

/** How long something took; `…` while it goes on. */
export function tookText(beganAt: string, endedAt: string | null): string {
  if (endedAt === null) return '…';
  return spanText(Math.max(0, Date.parse(endedAt) - Date.parse(beganAt)));
}

/** Milliseconds as people say them. */
export function spanText(ms: number): string {
  // Clocks in a cage go by whole milliseconds.
  if (ms === 0) return '< 1 ms';
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 172_800_000) return `${Math.round(ms / 3_600_000)} h`;
  return `${Math.round(ms / 86_400_000)} days`;
}

export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const whole = new Intl.NumberFormat();
export const numberText = (value: number) => whole.format(value);

/** `1 message`, `40 messages`. */
export function countText(count: number, noun: string, plural = `${noun}s`): string {
  return `${numberText(count)} ${count === 1 ? noun : plural}`;
}

/** How long ago, in the coarsest unit that says something. */
export function agoText(at: string, until: number = now()): string {
  return `${waitText(at, until)} ago`;
}

/** For how long something waits or is missing: `4 min`. */
export function waitText(at: string, until: number = now()): string {
  return spanText(Math.max(1000, until - Date.parse(at))).replace(/\.\d/, '');
}
