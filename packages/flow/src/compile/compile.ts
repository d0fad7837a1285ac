import type { FlowDocument } from '../document.ts';
import { graphOf } from '../graph/graph.ts';
import { reachableFrom } from '../graph/reachable.ts';
import type { Plan } from '../plan.ts';
import type { Problem } from '../problem.ts';
import { catchesOf } from './catches.ts';
import { type Expanded, expand, type PlacedNode } from './expand.ts';
import { answerProblems } from './findings.ts';
import { hasErrors, readFlow } from './flow.ts';
import type { CompileOptions } from './options.ts';
import { isDestination, planOf } from './plan.ts';
import { type CodeText, textsOf } from './read.ts';
import { contractsOf, type Uses, usesOf } from './uses.ts';
import { finding } from './words.ts';

/** The ledger has one bit for each destination. */
export const DESTINATION_LIMIT = 64;

export interface Compiled {
  /** Null when a problem is an error. */
  plan: Plan | null;
  problems: Problem[];
  /** Expressions and function bodies for the sandbox to check; an inner node's id is `call/inner`. */
  texts: CodeText[];
  uses: Uses;
}

/**
 * Makes a flow ready to run, or says what keeps it from running. Pure: the same document, catalogue, contracts and called flows give
 * the same plan. No expression is parsed or evaluated here.
 */
export function compile(document: FlowDocument, options: CompileOptions): Compiled {
  const { nodes, wires, caught, uses, problems } = check(document, options);
  const schemaOf = (contract: string) => options.contracts?.(contract);
  return {
    plan: hasErrors(problems) ? null : planOf(document, nodes, wires, caught, uses, schemaOf),
    problems,
    texts: nodes.flatMap(({ id, read }) => textsOf(read).map((text) => ({ ...text, node: id }))),
    uses,
  };
}

/** What keeps a flow from running, without making it ready to run: most of the work of a large one is its plan. */
export function problemsOf(document: FlowDocument, options: CompileOptions): Problem[] {
  return check(document, options).problems;
}

function check(document: FlowDocument, options: CompileOptions) {
  const flow = readFlow(document, options);
  const broken = hasErrors(flow.problems);
  const whole: Expanded = broken
    ? { nodes: flow.nodes.map((read) => ({ id: read.id, path: '', read })), wires: flow.wires, problems: [], flows: [] }
    : expand(document, flow, options);
  const { nodes, wires, caught } = withinReach(whole, options.partial ?? (false || broken));
  const uses = usesOf(
    nodes.map(({ read }) => read),
    whole.flows,
  );
  const errors = [...caught].map(([from, to]) => ({ from, to }));
  const problems = [
    ...flow.problems,
    ...whole.problems,
    ...contractProblems(nodes, options),
    ...(broken ? [] : answerProblems(nodes, [...wires, ...errors], options.partial ?? false)),
    ...(broken ? [] : idleCatches(whole.nodes, caught)),
    ...tooManyDestinations(nodes),
  ];
  return { nodes, wires, caught, uses, problems };
}

/** Leaves out what no message can come to: it would be a column of the ledger that never fills. */
function withinReach({ nodes, wires }: Expanded, keepAll: boolean) {
  const caught = catchesOf(nodes, wires);
  if (keepAll) return { nodes, wires, caught };
  const errors = [...caught].map(([from, to]) => ({ from, to }));
  const triggers = nodes.filter(({ read }) => read.shape.place === 'trigger').map(({ id }) => id);
  const reached = reachableFrom(graphOf({ nodes, wires: [...wires, ...errors] }), triggers);
  return {
    nodes: nodes.filter(({ id }) => reached.has(id)),
    wires: wires.filter(({ from, to }) => reached.has(from) && reached.has(to)),
    caught: new Map([...caught].filter(([from, to]) => reached.has(from) && reached.has(to))),
  };
}

function contractProblems(nodes: readonly PlacedNode[], { contracts }: CompileOptions): Problem[] {
  return nodes.flatMap(({ id, read }) => {
    const missing = contractsOf(read).filter((contract) => contracts?.(contract) === undefined);
    return missing.map((contract) => {
      const sentence = `${read.name} asks for the contract ${contract}, which is not there.`;
      return finding('error', 'contract_missing', sentence, { node: id.split('/')[0]!, field: '/contract' });
    });
  });
}

function idleCatches(nodes: readonly PlacedNode[], caught: ReadonlyMap<string, string>): Problem[] {
  const busy = new Set(caught.values());
  return nodes
    .filter(({ id, path, read }) => path === '' && read.shape.place === 'catch' && !busy.has(id))
    .map(({ id, read }) => {
      const sentence = `${read.name} can take no errors: no step that runs is in its scope without lying behind it.`;
      return finding('warning', 'catch_idle', sentence, { node: id });
    });
}

function tooManyDestinations(nodes: readonly PlacedNode[]): Problem[] {
  const { length } = nodes.filter(isDestination);
  if (length <= DESTINATION_LIMIT) return [];
  const sentence = `The flow has ${length} destinations, sub-flows included; at most ${DESTINATION_LIMIT} are possible. Split it in two.`;
  return [finding('error', 'too_many_destinations', sentence)];
}
