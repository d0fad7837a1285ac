/**
 * Moments at which test/faults ends, halts or fails a process. Nothing in the product arms them: until somebody has, passing one
 * is a comparison with null.
 */
export const failpoints = [
  /** The request is read whole, nothing is stored. */
  'intake.read',
  /** Stored, the sender has no answer yet. */
  'intake.stored',
  /** The answer is on its way. */
  'intake.acked',
  'worker.leased',
  /** Pure steps are done, nothing is sent or recorded. */
  'worker.stepped',
  /** The destination has answered, nothing is recorded. */
  'delivery.answered',
  /** A batch with something to quarantine is about to be recorded. */
  'quarantine.write',
  /** Recorded, the bell's job is still there. */
  'worker.recorded',
  /** A replay is written and not committed. */
  'replay.write',
  /** The head of the audit has moved, the entry is not written. */
  'audit.append',
] as const;

export type Failpoint = (typeof failpoints)[number];

let passed: ((name: Failpoint) => void) | null = null;

/** Marks the moment; throws what whoever armed it throws. */
export function failpoint(name: Failpoint): void {
  if (passed !== null) passed(name);
}

export function armFailpoints(onPass: (name: Failpoint) => void): void {
  passed = onPass;
}
