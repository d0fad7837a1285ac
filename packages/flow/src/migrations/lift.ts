/** A named step upwards; `to` is the version it produces. */
export interface Migration {
  name: string;
  to: number;
  up: (value: Record<string, unknown>) => Record<string, unknown>;
}

/** Takes a value through every step above its version, in order, on a copy. Returns the names of the steps taken. */
export function lift(
  value: Record<string, unknown>,
  version: number,
  migrations: readonly Migration[],
): { value: Record<string, unknown>; version: number; lifted: string[] } {
  const steps = migrations.filter((step) => step.to > version).sort((a, b) => a.to - b.to);
  const next = steps.reduce((now, step) => step.up(now), structuredClone(value));
  return { value: next, version: steps.at(-1)?.to ?? version, lifted: steps.map((step) => step.name) };
}
