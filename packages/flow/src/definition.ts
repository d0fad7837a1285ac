import type { z } from 'zod';
import type { EffectSafety, RealmOp, RetryPolicy } from './plan.ts';
import type { Problem } from './problem.ts';

export type NodeKind = 'trigger' | 'transform' | 'enrich' | 'route' | 'connector';

export interface Port {
  name: string;
  label: string;
}

/**
 * How a node is run.
 * trigger: messages come in here. `waits`: the caller waits for an answer. `called`: entry of a sub-flow. `contract`: checked at the
 *   door, before acceptance. `open`: takes messages from anybody who can reach it. `door`: whom it takes them from is the
 *   environment's to say, clients that prove themselves or addresses.
 * realm: pure, inside the sandbox, together with its neighbours in one crossing.
 * host: by code of ours in the worker; `pure` ones may be repeated freely, others are checkpointed before an effect.
 * effect: reaches outside; its receipt is durable before anything behind it begins. Without a destination it answers the caller.
 * catch: takes the errors of its scope. call: stands for another flow, which compile puts in its place. return: ends that flow.
 */
export type StepShape =
  | {
      place: 'trigger';
      waits?: boolean;
      called?: boolean;
      contract?: string;
      open?: boolean;
      door?: 'clients' | 'addresses';
    }
  | { place: 'realm'; op: RealmOp }
  | { place: 'host'; pure: boolean; retry?: RetryPolicy }
  | { place: 'effect'; destination: boolean; safety: EffectSafety; retry?: RetryPolicy }
  | { place: 'catch'; scope: 'flow' | string[] }
  | { place: 'call'; flow: string }
  | { place: 'return' };

export interface ConfigMigration {
  /** What changed, as a name: `split-host-from-url`. */
  name: string;
  /** The version that this step produces. */
  to: number;
  up: (config: Record<string, unknown>) => Record<string, unknown>;
}

export interface NodeDefinition<C = Record<string, unknown>> {
  type: string;
  /** Version of the config's shape; raised together with a migration. */
  version: number;
  kind: NodeKind;
  name: string;
  /** One line in the palette. */
  summary: string;
  /** A few sentences in the node editor: what it does with the message, and what happens when it fails. */
  help: string;
  /** What stands under the node's name on the canvas, by its settings: `POST /in/…/supply-usage`. Empty: the type's name. */
  brief?: (config: C) => string;
  /** Name of a Tabler icon. */
  icon: string;
  config: z.ZodType<C>;
  /** The config of a node just dropped on the canvas. */
  initial: NoInfer<C>;
  inputs: 0 | 1;
  outputs: (config: C) => Port[];
  step: (config: C) => StepShape;
  /** Expressions with a meaning of their own (not plain fields), for checking before publish. */
  expressions?: (config: C) => { path: (string | number)[]; text: string; language: 'jsonata' | 'javascript' }[];
  /** Findings that the config's schema cannot say. */
  check?: (config: C) => Omit<Problem, 'node'>[];
  /** Reference tables the node reads. */
  tables?: (config: C) => string[];
  /** Connections (settings and secrets of one environment) the node uses, by name. */
  connections?: (config: C) => string[];
  /** The kind those connections have to be of. */
  connectionType?: string;
  /** Secrets the node refers to directly, by name. */
  secrets?: (config: C) => string[];
  /** The contract of the message behind this node, where the node decides it. */
  contract?: (config: C) => string | undefined;
  migrations: ConfigMigration[];
}

/** Any definition, whatever its config's type. */
export type AnyDefinition = Omit<NodeDefinition<never>, 'config' | 'initial'> & { config: z.ZodType; initial: unknown };

export type Catalogue = ReadonlyMap<string, NodeDefinition>;

/** Ties a definition's parts to one config type. */
export function defineNode<C>(definition: NodeDefinition<C>): NodeDefinition<C> {
  return definition;
}

/** Builds the catalogue that compile, publish and engine take as an argument; a type named twice is an error. */
export function catalogueOf(definitions: readonly AnyDefinition[]): Catalogue {
  const catalogue = new Map<string, NodeDefinition>();
  for (const definition of definitions) {
    if (catalogue.has(definition.type)) throw new Error(`node type ${definition.type} is defined twice`);
    catalogue.set(definition.type, definition as unknown as NodeDefinition);
  }
  return catalogue;
}
