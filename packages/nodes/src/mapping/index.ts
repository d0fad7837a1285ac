export { knownToRules } from './around.ts';
export { parsed, type SyntaxFault, sameMeaning } from './ast.ts';
export { fromJsonata, type ReadMapping } from './fromJsonata.ts';
export { type Copy, lineageOf } from './lineage.ts';
export { pathTo, toJsonata, written } from './toJsonata.ts';
export { type Token, tokensOf } from './tokens.ts';
export type { Each, Lookup, MappedField, Mapping, Value, Variable } from './tree.ts';
