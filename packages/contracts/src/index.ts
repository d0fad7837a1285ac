export { dataClassOf } from './data-class.ts';
export { contract, contracts, listContracts } from './registry.ts';
export type { Contract, DataClass, Example, JsonSchema } from './schema.ts';
