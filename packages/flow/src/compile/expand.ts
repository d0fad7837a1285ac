import type { FlowDocument, Wire } from '../document.ts';
import { type Problem, pointer } from '../problem.ts';
import { hasErrors, type ReadFlow, readFlow } from './flow.ts';
import type { CompileOptions } from './options.ts';
import type { ReadNode } from './read.ts';
import { finding } from './words.ts';

/** How deep calls may go, and how many steps a flow may have with its sub-flows in place. */
export const CALL_LIMITS = { depth: 5, steps: 5000 } as const;

/** A node of the flow with its sub-flows in place; the id of an inner one is `call/inner`, `path` is `call/`. */
export interface PlacedNode {
  id: string;
  path: string;
  read: ReadNode;
}

export interface Expanded {
  nodes: PlacedNode[];
  wires: Wire[];
  problems: Problem[];
  /** Ids of the flows called, near and far. */
  flows: string[];
}

/**
 * Puts every called flow in the place of its call, so that a version carries its sub-flows. The call stays as a step that passes the
 * message in; each `return` stays as a step that passes it out; the called flow's other triggers are left away.
 */
export function expand(document: FlowDocument, flow: ReadFlow, options: CompileOptions): Expanded {
  return expandAt(flow, '', [document.id], options);
}

function expandAt(flow: ReadFlow, path: string, chain: string[], options: CompileOptions): Expanded {
  const out: Expanded = {
    nodes: flow.nodes.map((read) => ({ id: path + read.id, path, read })),
    wires: flow.wires.map(({ from, port, to }) => ({ from: path + from, port, to: path + to })),
    problems: [],
    flows: [],
  };
  for (const call of flow.nodes) {
    // The node itself says that none is chosen yet.
    if (call.shape.place !== 'call' || call.shape.flow === '') continue;
    const inner = called(call, call.shape.flow, path, chain, options);
    out.problems.push(...inner.problems);
    out.flows.push(call.shape.flow, ...inner.flows);
    if (!inner.entry) continue;
    connect(out, `${path}${call.id}`, inner, inner.entry);
    if (out.nodes.length > CALL_LIMITS.steps) {
      const sentence = `With its sub-flows in place the flow has more than ${CALL_LIMITS.steps} steps.`;
      out.problems.push(finding('error', 'too_many_steps', sentence, { node: call.id }));
      return out;
    }
  }
  return out;
}

function connect(out: Expanded, call: string, inner: Expanded, entry: string): void {
  const behind = out.wires.filter((wire) => wire.from === call).map((wire) => wire.to);
  const returns = inner.nodes.filter(({ path, read }) => path === `${call}/` && read.shape.place === 'return');
  const at = out.nodes.findIndex(({ id }) => id === call) + 1;
  out.nodes.splice(at, 0, ...inner.nodes.filter(({ read }) => read.shape.place !== 'trigger'));
  out.wires = [
    ...out.wires.filter((wire) => wire.from !== call),
    ...inner.wires.map((wire) => (wire.from === entry ? { ...wire, from: call, port: 'out' } : wire)),
    ...returns.flatMap(({ id }) => behind.map((to) => ({ from: id, port: 'out', to }))),
  ];
}

function called(
  call: ReadNode,
  id: string,
  path: string,
  chain: string[],
  options: CompileOptions,
): Expanded & { entry?: string } {
  const none = { nodes: [], wires: [], flows: [] };
  const wrong = (code: string, sentence: string) => {
    return { ...none, problems: [finding('error', code, sentence, { node: call.id, field: pointer(['flow']) })] };
  };
  if (chain.includes(id))
    return wrong('flow_recursive', `${call.name} calls ${id}, which is already being called here.`);
  if (chain.length > CALL_LIMITS.depth)
    return wrong('flow_too_deep', `Calls go deeper than ${CALL_LIMITS.depth} flows at ${call.name}.`);
  const document = options.resolveFlow?.(id);
  if (!document) return wrong('flow_missing', `${call.name} calls the flow ${id}, which is not there.`);
  const flow = readFlow(document, { ...options, partial: false });
  const bad = flow.problems.find((problem) => problem.severity === 'error');
  if (bad)
    return wrong('flow_invalid', `The flow ${document.name}, called by ${call.name}, has a problem: ${bad.sentence}`);
  const entries = flow.nodes.filter(({ shape }) => shape.place === 'trigger' && shape.called);
  const entry = entries[0];
  if (!entry || entries.length > 1) {
    return wrong(
      'flow_entry',
      `The flow ${document.name} needs exactly one “called by a flow” trigger; it has ${entries.length}.`,
    );
  }
  const inner = expandAt(flow, `${path}${call.id}/`, [...chain, id], options);
  const deeper = inner.problems[0];
  if (hasErrors(inner.problems) && deeper) return { ...wrong(deeper.code, deeper.sentence), flows: inner.flows };
  return { ...inner, entry: `${path}${call.id}/${entry.id}` };
}
