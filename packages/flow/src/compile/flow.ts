import type { FlowDocument, Wire } from '../document.ts';
import { findCycle } from '../graph/cycle.ts';
import { graphOf } from '../graph/graph.ts';
import type { Problem } from '../problem.ts';
import { shapeProblems } from './findings.ts';
import type { CompileOptions } from './options.ts';
import { type ReadNode, readNode } from './read.ts';
import { bridged, wireProblems } from './wiring.ts';
import { finding } from './words.ts';

/** One document understood by itself, before its sub-flows are put in place. Without errors every enabled node is in `nodes`. */
export interface ReadFlow {
  nodes: ReadNode[];
  wires: Wire[];
  problems: Problem[];
}

export function readFlow(
  document: FlowDocument,
  { catalogue, environment, partial = false }: CompileOptions,
): ReadFlow {
  const enabled = document.nodes.filter((node) => !node.disabled);
  const results = enabled.map((node) => readNode(node, catalogue));
  const nodes = results.flatMap(({ read }) => (read ? [read] : []));
  const read = new Map(nodes.map((node) => [node.id, node]));
  const problems = [
    ...twice(document),
    ...results.flatMap((result) => result.problems),
    ...nodes.flatMap((node) => (environment?.protected ? openDoor(node) : [])),
    ...wireProblems(document, read, catalogue),
  ];
  const cycle = findCycle(graphOf(document));
  if (cycle) return { nodes, wires: [], problems: [...problems, inCircle(cycle, document)] };
  const path = bridged(document, catalogue);
  const shape = partial ? [] : shapeProblems(path.nodes, graphOf(path), read);
  return { nodes, wires: path.wires, problems: [...problems, ...shape] };
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}

function twice({ nodes }: FlowDocument): Problem[] {
  const seen = new Set<string>();
  return nodes.flatMap(({ id }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [finding('error', 'duplicate_id', `Two nodes have the id ${id}.`, { node: id })];
  });
}

function openDoor({ id, name, shape }: ReadNode): Problem[] {
  if (shape.place !== 'trigger' || !shape.open) return [];
  const sentence = `${name} takes messages from anybody; a protected environment needs authentication here.`;
  return [finding('error', 'open_door', sentence, { node: id })];
}

function inCircle(cycle: string[], { nodes }: FlowDocument): Problem {
  const names = cycle.map((id) => nodes.find((node) => node.id === id)?.name ?? id);
  const sentence = `These nodes lead in a circle: ${[...names, names[0]].join(' → ')}. Take one of the wires away.`;
  return finding('error', 'cycle', sentence, { node: cycle[0] });
}
