import type { Catalogue } from '../definition.ts';
import type { FlowDocument, FlowNode, Wire } from '../document.ts';
import type { Problem } from '../problem.ts';
import type { ReadNode } from './read.ts';
import { finding } from './words.ts';

/** What is wrong with single wires: an end that is not there, a port that is not there, a trigger that would get input. */
export function wireProblems(
  document: FlowDocument,
  read: ReadonlyMap<string, ReadNode>,
  catalogue: Catalogue,
): Problem[] {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  return document.wires.flatMap(({ from, port, to }) => {
    const source = nodes.get(from);
    const target = nodes.get(to);
    if (!source) {
      const sentence = `A wire comes from a node that is not there (${from}). Take it away.`;
      return [finding('error', 'wire_from_missing_node', sentence, target && { node: to })];
    }
    if (!target) {
      const sentence = `A wire from ${source.name} leads to a node that is not there (${to}). Take it away.`;
      return [finding('error', 'wire_to_missing_node', sentence, { node: from })];
    }
    const ports = read.get(from)?.ports;
    if (ports && !ports.includes(port)) {
      const sentence = `A wire from ${source.name} to ${target.name} begins at an output that is not there (${port}).`;
      return [finding('error', 'port_missing', sentence, { node: from })];
    }
    if (catalogue.get(target.type)?.inputs === 0) {
      const sentence = `${target.name} begins a path and takes no input; a wire from ${source.name} leads into it.`;
      return [finding('error', 'wire_into_trigger', sentence, { node: to })];
    }
    return [];
  });
}

/** Nodes and wires as messages go: disabled nodes left out, what led into one going on where its first output led. No cycles allowed. */
export function bridged({ nodes, wires }: FlowDocument, catalogue: Catalogue): { nodes: FlowNode[]; wires: Wire[] } {
  const disabled = new Map(nodes.filter((node) => node.disabled).map((node) => [node.id, node]));
  if (disabled.size === 0) return { nodes, wires };
  const out = Map.groupBy(wires, (wire) => wire.from);
  const goesTo = (id: string): string[] => {
    const node = disabled.get(id);
    if (!node) return [id];
    const behind = out.get(id) ?? [];
    const first = firstPort(node, catalogue) ?? behind[0]?.port;
    return behind.filter((wire) => wire.port === first).flatMap((wire) => goesTo(wire.to));
  };
  const seen = new Set<string>();
  const led = wires.flatMap((wire) => {
    if (disabled.has(wire.from)) return [];
    return goesTo(wire.to).flatMap((to) => {
      const key = JSON.stringify([wire.from, wire.port, to]);
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ ...wire, to }];
    });
  });
  return { nodes: nodes.filter((node) => !node.disabled), wires: led };
}

function firstPort(node: FlowNode, catalogue: Catalogue): string | undefined {
  const definition = catalogue.get(node.type);
  const config = definition?.config.safeParse(node.config);
  return definition && config?.success ? definition.outputs(config.data)[0]?.name : undefined;
}
