import type { FieldAt } from './field.ts';

/**
 * What a node does inside the sandbox. Expressions are JSONata text. Each op takes the message (any JSON value) and either
 * continues on one or more ports, ends the message here (filtered) or stops it with an error.
 */
export type RealmOp =
  /** message := the expression's value; no value is an error. */
  | { op: 'expression'; text: string }
  /** message := what the function body returns, given message, context, lookup, decimal and console. */
  | { op: 'code'; source: string }
  /** Continues on the port of the first true case, or of every true case; none: `otherwise`, or the message is filtered. */
  | { op: 'choose'; cases: { port: string; text: string }[]; mode: 'first' | 'every'; otherwise: string | null }
  /** Continues on `out` when true, is filtered when not. */
  | { op: 'keep'; text: string; reason: string }
  /** Continues unchanged when the message fits the JSON Schema; else stops with every violation's path. */
  | { op: 'schema'; contract: string; schema: unknown }
  /** Reads one row of a pinned table and writes it (or one column) into the message at `into`. */
  | {
      op: 'lookup';
      table: string;
      /** Expressions, one for each key column in order. */
      keys: string[];
      /** Expression of the date the row must be effective on (ISO 8601); null: the day of acceptance. */
      at: string | null;
      /** Where the list to enrich is, as a dotted path (each element enriched on its own), or null for the message itself. */
      each: string | null;
      /** Dotted path inside the message (or the element). */
      into: string;
      column: string | null;
      /** Expression: the row is wanted only where it is true; absent or null: always. */
      when?: string | null;
      /** Dotted path inside the message (or the element) that a missing row is the fault of, for the error. */
      field?: string | null;
      missing: { do: 'stop' } | { do: 'default'; value: unknown } | { do: 'leave' };
    };

/** What the destination promises about a repeated request; `neither` waits for a person when the outcome is unknown. */
export type EffectSafety = 'idempotent' | 'queryable' | 'neither';

export interface TableRef {
  name: string;
  /** The version pinned at accept: `name@hash`; content under an id never changes. */
  id: string;
}

/** The part of a plan that crosses into the sandbox; the id is a hash of its content. */
export interface Program {
  id: string;
  /** Parallel to Plan.steps; null where a step has neither an op nor fields to resolve. */
  steps: (ProgramStep | null)[];
  tables: TableRef[];
}

export interface ProgramStep {
  node: string;
  op: RealmOp | null;
  /** Port → steps behind it. */
  wires: Record<string, number[]>;
  /** Expressions to resolve when the message leaves the realm towards this (host or effect) step. */
  fields: FieldAt[];
  /** The step that takes this step's errors, or null. */
  catch: number | null;
}

export interface RetryPolicy {
  /** First delay and ceiling in seconds; the delay doubles, with jitter. */
  firstS: number;
  maxS: number;
  /** Give up (quarantine) when this long has passed since the first attempt. */
  budgetS: number;
}

export interface PlanStep {
  /** Node id; inside an inlined sub-flow `call/inner`. */
  node: string;
  type: string;
  name: string;
  place: 'trigger' | 'realm' | 'host' | 'effect';
  config: Record<string, unknown>;
  wires: Record<string, number[]>;
  catch: number | null;
  /** Host steps only: whether repeating it is free of consequence and gives the same result. */
  pure: boolean;
  safety: EffectSafety | null;
  retry: RetryPolicy | null;
  /** Position in Plan.destinations, for connectors with an effect. */
  destination: number | null;
  /** Destinations that a message here can still reach, itself included: positions in Plan.destinations. */
  reach: number[];
}

/** A flow made ready to run. Immutable: belongs to one version, is stored with it and loaded whole. */
export interface Plan {
  flow: string;
  name: string;
  steps: PlanStep[];
  /** Steps a message can come in by. */
  triggers: number[];
  /** Effect steps in document order: the columns of the ledger. Never more than 64. */
  destinations: { step: number; node: string; name: string }[];
  program: Omit<Program, 'tables'>;
  /** Reference tables by name; their versions are pinned at accept. */
  tables: string[];
  /** JSON Schemas of the contracts that triggers check at the door, by name and version. */
  contracts?: Record<string, unknown>;
}
