import { compile, type FlowDocument, type Plan, type Problem, type Program, slice } from '@throughline/flow';
import { boundTables, calledFlows, type Publishing, type Store } from '@throughline/store';

export interface Part {
  from?: string | undefined;
  until?: string | undefined;
}

/** A part of a document ready to be tried; `plan` is null when nothing of it can run. */
export interface Prepared {
  plan: Plan | null;
  program: Program | null;
  problems: Problem[];
}

/**
 * Compiles what a try touches, with the tables bound in the environment. A node that is not finished is left out, so that the rest can
 * be tried; its problem is told.
 */
export async function prepare(
  { store, publishing }: { store: Store; publishing: Publishing },
  document: FlowDocument,
  part: Part,
  environment: string,
): Promise<Prepared> {
  const called = await calledFlows(store);
  const options = {
    catalogue: publishing.catalogue,
    contracts: publishing.contracts,
    resolveFlow: (id: string) => called.get(id),
    partial: true,
  };
  let wanted = slice(document, part);
  let { plan, problems } = compile(wanted, options);
  const told = [...problems];
  while (plan === null) {
    const unfinished = new Set(problems.flatMap(({ severity, node }) => (severity === 'error' && node ? [node] : [])));
    const less = without(wanted, unfinished);
    if (less.nodes.length === wanted.nodes.length || less.nodes.length === 0) break;
    wanted = less;
    ({ plan, problems } = compile(wanted, options));
  }
  if (plan === null) return { plan, program: null, problems: told };
  const tables = await boundTables(store, environment, plan.tables);
  const missing = plan.tables.filter((name) => !tables.some((table) => table.name === name));
  const unbound = missing.map((name): Problem => {
    const sentence = `The environment ${environment} has no reference table ${name}; import it first.`;
    return { severity: 'error', code: 'table_unbound', sentence };
  });
  if (unbound.length > 0) return { plan: null, program: null, problems: [...told, ...unbound] };
  return { plan, program: { ...plan.program, tables }, problems: told };
}

function without(document: FlowDocument, nodes: ReadonlySet<string>): FlowDocument {
  return {
    ...document,
    nodes: document.nodes.filter(({ id }) => !nodes.has(id)),
    wires: document.wires.filter(({ from, to }) => !nodes.has(from) && !nodes.has(to)),
  };
}
