import type { Arrival } from '../harness/receiver.ts';
import type { Told } from '../harness/source.ts';

/** A column of the ledger and the receiver behind it. */
export interface Place {
  /** What the receiver's journal calls it. */
  destination: string;
  flow: string;
  /** Node id of the connector. */
  node: string;
  ordered: boolean;
}

/** A message as the system stored it; `id` is what its source calls it. */
export interface Stored {
  flow: string;
  id: string;
  message: string;
}

/** What the system's rows say became of one message at one destination. */
export interface Fate {
  destination: string;
  id: string;
  message: string;
  state: 'delivered' | 'quarantined' | 'filtered' | 'waiting';
  /** Of the delivery. */
  idempotencyKey?: string;
  /** Of the quarantine: reason, step, and whether the message can still be read. */
  code?: string;
  node?: string;
  isKept?: boolean;
  /** Of the filter: the step whose rule ended it. */
  rule?: string;
}

/** A step of a trace in which a connector was answered. */
export interface Traced {
  destination: string;
  message: string;
  status: string;
}

export interface Count {
  destination: string;
  accepted: number;
  delivered: number;
  quarantined: number;
  filtered: number;
  inFlight: number;
}

export interface Vital {
  role: string;
  pid: number;
  rssMb: number;
}

/** When something was broken (Date.now()). */
export interface Outage {
  from: number;
  until: number;
  /** Seconds allowed for recovery. */
  limitS: number;
}

/** Everything that was written down by somebody: sources, receivers, tables, traces. None of them is believed alone. */
export interface Evidence {
  places: Place[];
  told: Told[];
  arrivals: Arrival[];
  stored: Stored[];
  fates: Fate[];
  traced: Traced[];
  ledger: Count[];
  /** The ledger as it was read once a second. */
  samples: Count[];
  audit: { ok: boolean; sentence?: string };
  /** Where content stood in clear that may not. */
  leaks: string[];
  /** Leases and jobs still held by somebody after the drain. */
  locked: string[];
  vitals: Vital[];
  /** Open files of the servers that still lived: when each was ready, and after the drain. */
  files: { pid: number; before: number; after: number }[];
  /** Processes of the system that outlived it. */
  orphans: number[];
  outages: Outage[];
}

/** What a fault may leave behind without breaking a promise. */
export interface Allowance {
  /** Attempts that were in flight at the faults: at most so many extra arrivals. */
  duplicates: number;
  /** Successes per destination after the last fault. */
  tail: number;
  /** Share of what was offered outside the outages that must have been accepted. */
  accepted: number;
  /** Quarantine codes that belong to the fault. */
  quarantine: string[];
  workerMb: number;
}

export const USUAL: Allowance = { duplicates: 0, tail: 50, accepted: 0.9, quarantine: [], workerMb: 512 };

export interface Breach {
  invariant: string;
  sentence: string;
  ids: string[];
}
