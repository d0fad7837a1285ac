export { dataClassOf, fieldClasses } from './data-class.ts';
export { classesOf } from './mask/classes.ts';
export { dataClassOfHl7 } from './mask/hl7.ts';
export { type ClassOf, type Masked, maskText, maskTree, shapeOf } from './mask/mask.ts';
export { contract, contracts, listContracts } from './registry.ts';
export type { Contract, DataClass, Example, JsonSchema } from './schema.ts';
export { checkRows, type RowProblem, type TableRow } from './table/check.ts';
export { tableContent } from './table/content.ts';
export type { TableDefinition } from './table/definition.ts';
