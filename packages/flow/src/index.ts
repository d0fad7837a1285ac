export {
  type AnyDefinition,
  type Catalogue,
  type ConfigMigration,
  catalogueOf,
  defineNode,
  type EffectSafety,
  type NodeDefinition,
  type NodeKind,
  type Port,
  type StepShape,
} from './definition.ts';
export {
  DOCUMENT_VERSION,
  emptyFlow,
  type Fixture,
  type FlowDocument,
  type FlowNode,
  fixtureSchema,
  flowSchema,
  type Layout,
  nodeId,
  nodeSchema,
  slug,
  type Wire,
  wireSchema,
} from './document.ts';
export { type Field, type FieldAt, fieldSchema, fieldsIn } from './field.ts';
export type { Plan, PlanStep, Program, ProgramStep, RealmOp, RetryPolicy, TableRef } from './plan.ts';
export { type Problem, pointer } from './problem.ts';
