import type { Plan } from '@throughline/flow';

/** The part of a step record that says where the message went on, and as what. */
interface Went {
  s: number;
  port?: string;
  /** JSON text. */
  out?: string;
  same?: true;
}

// ECMAScript 2026 (proposal-json-parse-with-source); not yet in the compiler's own declarations.
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
const parseExactly = JSON.parse as (
  text: string,
  reviver: (this: unknown, key: string, value: unknown, context: { source: string }) => unknown,
) => unknown;

/** Reads a stretch of a trace; every number keeps its digits. */
export function readWent(trace: string): Went[] {
  const records = parseExactly(trace, (_, value, { source }) => (typeof value === 'number' ? rawJSON(source) : value));
  return (records as Record<string, unknown>[]).map((record) => ({
    s: Number(JSON.stringify(record['s'])),
    ...(record['port'] === undefined ? {} : { port: record['port'] as string }),
    ...(record['out'] === undefined ? {} : { out: JSON.stringify(record['out']) }),
    ...(record['same'] === true ? { same: true } : {}),
  }));
}

/**
 * The messages (JSON text, each once) that came to a step, told from what the steps before it gave. `received` is the message at
 * the step (trigger, or first step of a piece) the run began at: the trigger's own, that step's input else.
 */
export function messagesBefore(
  plan: Plan,
  went: readonly Went[],
  step: number,
  received: { step: number; message: string },
  seen: readonly number[] = [],
): string[] {
  if (seen.includes(step)) return [];
  const found = new Set<string>();
  if (step === received.step) found.add(received.message);
  const begin = plan.steps[received.step]!;
  if (begin.place === 'trigger' && begin.wires['out']?.includes(step)) found.add(received.message);
  for (const { s, port, out, same } of went) {
    const before = plan.steps[s]!;
    if (port === undefined || !before.wires[port]?.includes(step)) continue;
    if (out !== undefined) found.add(out);
    else if (same || before.place === 'effect') {
      for (const message of messagesBefore(plan, went, s, received, [...seen, step])) found.add(message);
    }
  }
  return [...found];
}
