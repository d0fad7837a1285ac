export { between } from './between.ts';
export { canonical } from './canonical.ts';
export { type Compiled, compile, DESTINATION_LIMIT, problemsOf } from './compile/compile.ts';
export { CALL_LIMITS } from './compile/expand.ts';
export type { CompileOptions } from './compile/options.ts';
export type { CodeText } from './compile/read.ts';
export { type Uses, usesOfPlan } from './compile/uses.ts';
export {
  type AnyDefinition,
  type Catalogue,
  type ConfigMigration,
  catalogueOf,
  defineNode,
  type NodeDefinition,
  type NodeKind,
  type Port,
  type StepShape,
} from './definition.ts';
export { type Changes, diff, type FieldChange, type FlowDiff, isUnchanged } from './diff.ts';
export {
  type CanvasNote,
  DOCUMENT_VERSION,
  emptyFlow,
  type Fixture,
  type FlowDocument,
  type FlowNode,
  type Frame,
  fixtureSchema,
  flowSchema,
  frameSchema,
  type Layout,
  LIMITS,
  nodeId,
  nodeSchema,
  noteSchema,
  type Position,
  positionSchema,
  slug,
  type Wire,
  wireSchema,
} from './document.ts';
export { type Field, type FieldAt, fieldSchema, fieldsIn, templateParts } from './field.ts';
export { findCycle } from './graph/cycle.ts';
export { deadEnds, entryPoints, unconnected } from './graph/ends.ts';
export { type Drawn, type Graph, graphOf, predecessors, successors } from './graph/graph.ts';
export { topologicalOrder } from './graph/order.ts';
export { reachableFrom, reaching } from './graph/reachable.ts';
export { slice } from './graph/slice.ts';
export { hashOf } from './json/hash.ts';
export { pointerParts, valueAt, withValueAt } from './json/pointer.ts';
export { sameJson } from './json/same.ts';
export { DEPTH_LIMIT, unsound } from './json/sound.ts';
export { freeId, freeName, nodeOf, portsOf } from './operations/change.ts';
export { type Fragment, fragmentOf, fragmentSchema, freshIds } from './operations/fragment.ts';
export {
  type Applied,
  apply,
  applyAll,
  labelOf,
  type Operation,
  operationSchema,
  operations,
} from './operations/operations.ts';
export { type ParsedDocument, parseDocument } from './parse.ts';
export type { EffectSafety, Plan, PlanStep, Program, ProgramStep, RealmOp, RetryPolicy, TableRef } from './plan.ts';
export {
  type Around,
  type EnvironmentAround,
  type Finding,
  type Guarded,
  type Lineage,
  type RuleName,
  rules,
} from './policy/around.ts';
export { checkPolicies } from './policy/check.ts';
export { type Problem, pointer } from './problem.ts';
export { flowJsonSchema, operationJsonSchema } from './schema.ts';
