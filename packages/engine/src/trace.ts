import type { StepError } from './ports.ts';

export function microsecondsSince(began: number): number {
  return Math.round((performance.now() - began) * 1000);
}

/** One step record of a trace as JSON text: {s: step, us, port?, out?, error?, …}. `out` is JSON text already. */
export function stepRecord(
  step: number,
  us: number,
  what: { port?: string; out?: string; error?: StepError; status?: string; attempt?: number },
): string {
  const { out, ...rest } = what;
  const head = JSON.stringify({ s: step, us, ...rest });
  return out === undefined ? head : `${head.slice(0, -1)},"out":${out}}`;
}
