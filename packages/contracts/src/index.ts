export { dataClassOf } from './data-class.ts';
export { contract, contracts, listContracts } from './registry.ts';
export type { Contract, DataClass, Example, JsonSchema } from './schema.ts';
export { checkRows, type RowProblem, type TableRow } from './table/check.ts';
export { tableContent } from './table/content.ts';
export type { TableDefinition } from './table/definition.ts';
