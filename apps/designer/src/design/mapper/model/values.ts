import { type Mapping, toJsonata, tokensOf, type Variable } from '@throughline/nodes/mapping';

/** A name that a mapping's values can have: JSONata's variables, without the `$`. */
export const NAME = /^[A-Za-z_]\w*$/;

/** What the sandbox gives every expression; a value of that name would hide it. */
const GIVEN = new Set(['context', 'message']);

/** Why a mapping can have no value of this name; null when it can. */
export function whyNotNamed(name: string, { variables }: Mapping): string | null {
  if (!NAME.test(name)) return 'Letters, digits and _, beginning with a letter.';
  if (GIVEN.has(name)) return `$${name} is there already.`;
  return variables.some((one) => one.name === name) ? `$${name} is taken.` : null;
}

/** How often the mapping uses a value it named. */
export function usesOf(name: string, mapping: Mapping): number {
  const used = tokensOf(toJsonata(mapping)).filter(({ type, text }) => type === 'variable' && text === `$${name}`);
  return used.length - 1;
}

export function withValue(mapping: Mapping, at: number, change: Partial<Variable> | null): Mapping {
  const { variables } = mapping;
  if (change === null) return { ...mapping, variables: variables.toSpliced(at, 1) };
  const before = variables[at] ?? { name: '', text: '""' };
  return { ...mapping, variables: variables.toSpliced(at, 1, { ...before, ...change }) };
}

/** A mapping that gives the named values themselves, for looking at. */
export function valuesAlone({ variables }: Mapping): string {
  const fields = variables.map(({ name }) => ({ name, value: { kind: 'path' as const, path: `$${name}` } }));
  return toJsonata({ variables, root: { kind: 'object', fields } });
}
