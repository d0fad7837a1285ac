import type { Program } from '@throughline/flow';

/** Classes of error; the class decides what happens next (RUNS.md promise 9). */
export type ErrorClass = 'data' | 'rejected' | 'unavailable' | 'rate-limited' | 'unknown-outcome' | 'code' | 'limit';

/** A failure of one message at one step, in words that name fields and limits and never values. */
export interface StepError {
  code: string;
  class: ErrorClass;
  sentence: string;
  /** Field path inside the message, e.g. `lines[2].item`. */
  path?: string;
  /** Line in custom code, 1-based. */
  line?: number;
  /** Seconds the destination asked to wait. */
  retryAfterS?: number;
  /** The row a look-up did not find, so that it can be added and everybody who missed it be found: content, never shown as such. */
  missed?: { table: string; key: string[]; day: string | null };
}

/** A message entering the realm at a step. `message` and `context` are JSON text: nothing else crosses. */
export interface RealmEntry {
  step: number;
  message: string;
  context: string;
}

/** A message that left the realm at a host or effect step, with that step's resolved fields (JSON text of an array). */
export interface RealmExit {
  step: number;
  message: string;
  fields: string | null;
}

export interface RealmStop {
  step: number;
  /** The message as it stood before the failing step. */
  message: string;
  error: StepError;
}

/** What became of one entry. */
export interface RealmResult {
  exits: RealmExit[];
  stops: RealmStop[];
  /** JSON text: array of step records {s: step, us, port?, out?, same?, end?: 'filtered', log?: string[], error?}. */
  trace: string;
}

/** Which clock or wall ended a call: isolate timeout, promise race, SIGKILL, memory, the child's death. */
export type SandboxEnd = 'timeout' | 'memory' | 'crash';

export interface Sandbox {
  /**
   * Runs each entry through the pure steps of the program, in order, in one crossing. Results are parallel to entries. An entry
   * that exhausts a limit stops with class `limit` (codes timeout, memory) or `code` (crash); its neighbours are run again
   * without it. Rejects only when no child can be had at all.
   */
  run(program: Program, entries: RealmEntry[]): Promise<RealmResult[]>;
  /** Syntax and reachability check of every expression and function body of a program; never executes them on data. */
  check(texts: { text: string; language: 'jsonata' | 'javascript' }[]): Promise<(StepError | null)[]>;
  close(): Promise<void>;
}

/** What a run carries at every step; plain data, the same text in expressions, code and outgoing headers. */
export interface RunContext {
  messageId: string;
  runId: string;
  correlationId: string;
  environment: string;
  flow: string;
  version: number;
  /** ISO 8601 instant of acceptance: the only clock that expressions and code see. */
  acceptedAt: string;
  /** Named values of the environment, as they were at acceptance. */
  variables?: Record<string, string>;
  /** Business keys found at accept, e.g. {purchaseOrder: 'PO-7781'}. */
  keys: Record<string, string>;
  /** `params`: the named parts of the address, for a path such as supply-usage/:site. */
  trigger: {
    node: string;
    type: string;
    contentType: string;
    headers: Record<string, string>;
    params: Record<string, string>;
  };
  /** What makes it one of a kind, as a hash: the same again when its sender sends it again, whatever became of our memory. */
  source?: string;
  /** For a message made by a split: the message it came from, its place there (0-based), how many there are, and its first step. */
  split?: {
    message: string;
    piece: number;
    pieces: number;
    begin: string;
    /** Of records of a file: its line; of a part or a bad row, how many records it holds. */
    line?: number;
    rows?: number;
  };
}

/** A host step: ours, in the worker, between two crossings. Throws StepFailure to stop the message. */
export interface HostInput {
  /** Node id of the step. */
  node: string;
  /** JSON text. */
  message: string;
  /** The step's config with every field resolved. */
  settings: Record<string, unknown>;
  context: RunContext;
  reach: Reach;
  signal: AbortSignal;
}

export type HostOutcome =
  | { kind: 'out'; port: string; message: string }
  /** One message per piece, each with its own run behind `port`. */
  | { kind: 'split'; port: string; pieces: string[] }
  /** Waits for the other pieces of the same split (or the same key) and continues once, as one message. */
  | { kind: 'gather'; port: string; key: string; expected: number | null; timeoutS: number; message: string };

export type HostRun = (input: HostInput) => Promise<HostOutcome>;

/** One attempt at a destination. */
export interface Delivery {
  /** JSON text; when its value is a string, that string is what is sent. */
  message: string;
  settings: Record<string, unknown>;
  /** Stable over every attempt of this delivery: sent as Idempotency-Key, MSH-10, file name, message-id. */
  key: string;
  /** 1 for the first. */
  attempt: number;
  context: RunContext;
  reach: Reach;
  signal: AbortSignal;
}

/** What the destination answered. */
export interface Receipt {
  /** `201`, `AA`, `written`. */
  status: string;
  /** The destination's own id for what it recorded, where it gave one. */
  reference: string | null;
  /** JSON text: the message for the steps behind the connector. */
  answer: string;
}

/** Throws StepFailure; class `unknown-outcome` when the request may have been acted on and nothing came back. */
export type EffectRun = (delivery: Delivery) => Promise<Receipt>;

/** What the outside world looks like from one environment; made by the worker, one object for all connectors. */
export interface Reach {
  /** Resolves a connection's name into its settings and secrets at send time; throws StepFailure `connection_missing`. */
  connection(name: string): Promise<Connection>;
  /** Hosts and CIDR ranges inside the house that this environment may reach although they are not public. */
  allow: readonly EgressRule[];
  /** Folder that file connectors may write below, absolute. */
  fileRoot: string;
  /** Puts a mark in place of every secret of this environment that stands in the text, however it is written. */
  mask?(text: string): string;
  /** Counts fields that were not sent because the connection does not list them. */
  leftOut?(connection: string, fields: number): void;
  /** Answers of read-only lookups, kept for a while. */
  cache: { get(key: string): string | undefined; set(key: string, value: string, ttlS: number): void };
}

export interface Connection {
  name: string;
  /** http, mllp, file … */
  type: string;
  settings: Record<string, unknown>;
  secrets: Record<string, string>;
  /** Hosts with port that its secrets may be sent to; left out: those its settings name. */
  bound?: readonly string[];
}

export interface EgressRule {
  /** Host name (exact) or CIDR range. */
  to: string;
  ports: number[] | 'any';
  reason: string;
}

/** Node type → how it runs, for every type whose definition says `host` or `effect`. */
export interface Runs {
  host: ReadonlyMap<string, HostRun>;
  effect: ReadonlyMap<string, EffectRun>;
}

/** A failure that carries a StepError; the only error that steps throw on purpose. */
export class StepFailure extends Error {
  readonly error: StepError;
  constructor(error: StepError) {
    super(error.sentence);
    this.name = 'StepFailure';
    this.error = error;
  }
}
