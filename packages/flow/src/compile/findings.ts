import type { FlowNode } from '../document.ts';
import { type Graph, graphOf, predecessors } from '../graph/graph.ts';
import { reachableFrom } from '../graph/reachable.ts';
import type { Problem } from '../problem.ts';
import type { ReadNode } from './read.ts';
import { finding } from './words.ts';

/** What a flow's shape says about it, beyond single nodes and wires; disabled nodes are already out of the way. */
export function shapeProblems(nodes: FlowNode[], graph: Graph, read: ReadonlyMap<string, ReadNode>): Problem[] {
  const begins = nodes.filter(({ id }) => read.get(id)?.definition.inputs === 0).map(({ id }) => id);
  const unknown = nodes.filter(({ id }) => !read.has(id)).map(({ id }) => id);
  const reached = reachableFrom(graph, [...begins, ...unknown]);
  const ids = new Set(nodes.map(({ id }) => id));
  return [
    ...withoutTrigger(nodes, read),
    ...nodes.filter(({ id }) => !reached.has(id)).map((node) => notReached(node, graph)),
    ...nodes.flatMap((node) => scopeProblems(node, read, ids)),
    ...connectorChains(nodes, graph, read),
  ];
}

function withoutTrigger(nodes: FlowNode[], read: ReadonlyMap<string, ReadNode>): Problem[] {
  if (nodes.some(({ id }) => !read.has(id) || read.get(id)?.shape.place === 'trigger')) return [];
  return [finding('error', 'no_trigger', 'The flow has no trigger, so no message can come in. Add one.')];
}

function notReached(node: FlowNode, graph: Graph): Problem {
  if (predecessors(graph, node.id).length === 0) {
    return finding('warning', 'no_input', `Nothing is wired to ${node.name}, so it will never run.`, { node: node.id });
  }
  return finding('warning', 'unreachable', `No message can come to ${node.name} from any trigger.`, { node: node.id });
}

function scopeProblems(
  { id, name }: FlowNode,
  read: ReadonlyMap<string, ReadNode>,
  ids: ReadonlySet<string>,
): Problem[] {
  const shape = read.get(id)?.shape;
  if (shape?.place !== 'catch' || shape.scope === 'flow') return [];
  const missing = shape.scope.filter((member) => !ids.has(member));
  return missing.map((member) => {
    const sentence = `${name} waits for errors of a node that is not there or is disabled (${member}).`;
    return finding('warning', 'catch_scope_missing', sentence, { node: id });
  });
}

function connectorChains(nodes: FlowNode[], graph: Graph, read: ReadonlyMap<string, ReadNode>): Problem[] {
  const delivers = (id: string) => {
    const shape = read.get(id)?.shape;
    return shape?.place === 'effect' && shape.destination;
  };
  return nodes.flatMap((node) => {
    const before = delivers(node.id) ? predecessors(graph, node.id).find(delivers) : undefined;
    if (before === undefined) return [];
    const first = read.get(before)?.name;
    const sentence = `${node.name} gets its message only after ${first} has answered. If they do not depend on each other, wire both to the step before.`;
    return [finding('warning', 'connector_chain', sentence, { node: node.id })];
  });
}

/** Who answers a waiting caller, judged on the flow with its sub-flows in place and errors going to their catch. */
export function answerProblems(
  nodes: { id: string; read: ReadNode }[],
  wires: { from: string; to: string }[],
  partial: boolean,
): Problem[] {
  if (partial) return [];
  const graph = graphOf({ nodes, wires });
  const answers = nodes.filter(({ read: { shape } }) => shape.place === 'effect' && !shape.destination);
  const answered = new Set<string>();
  const problems: Problem[] = [];
  for (const { id, read } of nodes) {
    if (read.shape.place !== 'trigger') continue;
    const { waits, called } = read.shape;
    const reached = waits || called ? reachableFrom(graph, [id]) : new Set<string>();
    const mine = answers.filter((answer) => reached.has(answer.id));
    for (const answer of mine) answered.add(answer.id);
    if (waits && mine.length === 0) {
      const sentence = `The caller of ${read.name} waits for an answer, and no respond step gives one.`;
      problems.push(finding('error', 'no_respond', sentence, { node: id }));
    }
  }
  const idle = answers.filter(({ id }) => !answered.has(id));
  return [
    ...problems,
    ...idle.map(({ id, read }) => {
      const sentence = `${read.name} would answer a caller, but no trigger before it waits for an answer.`;
      return finding('error', 'respond_without_caller', sentence, { node: id.split('/')[0]! });
    }),
  ];
}
