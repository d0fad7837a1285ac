import type { Catalogue } from '../definition.ts';
import type { PlanStep } from '../plan.ts';
import type { Problem } from '../problem.ts';

export type Guarded = 'phi' | 'pii' | 'financial' | 'open';

/** How fields go through a step: as they are, one by one (dotted paths, '' is the whole), or who knows where to. */
export type Lineage = 'same' | 'anywhere' | { from: string; to: string }[];

/** What the rules ask about the world around a flow. */
export interface Around {
  catalogue: Catalogue;
  /** The fields of a contract, by dotted path, with their data class; undefined for one that is not known. */
  fieldsOf: (contract: string) => ReadonlyMap<string, Guarded> | undefined;
  /** The contract that took its place, where one is on its way out. */
  replacedBy: (contract: string) => string | null;
  /** From the message before a step to the one behind it. */
  lineage: (step: PlanStep) => Lineage;
  /** From the message before a step to what it sends outside: the body, and the address and headers beside it. */
  sent: (step: PlanStep) => { body: Lineage; beside: Lineage };
  /** Null while a flow is published: it is not bound to anything yet. */
  environment: EnvironmentAround | null;
}

export interface EnvironmentAround {
  name: string;
  protected: boolean;
  /** Connections that are bound here: their kind, the data classes each may be sent, and the fields of a body, where it lists them. */
  connections: ReadonlyMap<string, { type?: string; classes: readonly string[]; fields?: readonly string[] }>;
  secrets: ReadonlySet<string>;
  /** What is said about doors here, by `flow/node`: in how many ways clients may prove themselves, from how many ranges. */
  doors: ReadonlyMap<string, { ways: number; ranges: number }>;
}

/** What a rule says about one step of a flow. */
export interface Finding extends Problem {
  /** The rule that found it, for exceptions: `patient-data`. */
  rule: RuleName;
  node: string;
  /** Node ids from where a guarded field comes in to where it would go out. */
  path?: string[];
}

export const rules = {
  'door-authenticated': 'Every inbound door asks who is sending.',
  bound: 'Connections and secrets that the flow names are set in the environment.',
  'patient-data': 'Guarded fields reach only connections that may have them.',
  'retry-budget': 'Every delivery that can fail is tried again for a while, and not for ever.',
  idempotent: 'The same message twice has one effect.',
  'dead-end': 'Nothing ends where it reaches nobody.',
  'contract-current': 'Contracts that are on their way out are not used.',
} as const;

export type RuleName = keyof typeof rules;
