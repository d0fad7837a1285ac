import { contract } from '@throughline/contracts';
import type { Catalogue, FlowDocument, FlowNode } from '@throughline/flow';

/** Node types that hand the message on in the shape it came, or with fields added to it. */
const KEEPS = new Set(['transform.validate', 'enrich.lookup', 'route.filter', 'route.switch']);

/** The contract of the message that comes to a node, found back along the wires; undefined where nothing decides it. */
export function contractInto(document: FlowDocument, node: string, catalogue: Catalogue): string | undefined {
  const seen = new Set<string>();
  const before = (id: string): FlowNode[] =>
    document.wires
      .filter(({ to }) => to === id)
      .map(({ from }) => document.nodes.find((other) => other.id === from))
      .filter((other) => other !== undefined);
  const behind = (from: FlowNode): string | undefined => {
    if (seen.has(from.id)) return undefined;
    seen.add(from.id);
    const own = from.disabled === true ? undefined : ownContract(from, catalogue);
    if (own !== undefined) return own;
    if (from.disabled !== true && !handsOn(from)) return undefined;
    return common(before(from.id).map(behind));
  };
  return common(before(node).map(behind));
}

/** The contract a node itself names for the message behind it. */
export function ownContract(node: FlowNode, catalogue: Catalogue): string | undefined {
  const definition = catalogue.get(node.type);
  const config = definition?.config.safeParse(node.config);
  const named = config?.success ? definition?.contract?.(config.data) : undefined;
  return named !== undefined && contract(named) !== undefined ? named : undefined;
}

/** Whether the message behind the node has the shape of the one before it, or more. */
export function handsOn(node: FlowNode): boolean {
  const reply = node.config['reply'] as { becomes?: unknown } | undefined;
  return KEEPS.has(node.type) || (node.type === 'connector.http' && reply?.becomes === 'message');
}

/** One contract when all ways that know one agree. */
function common(found: (string | undefined)[]): string | undefined {
  const known = [...new Set(found.filter((one) => one !== undefined))];
  return known.length === 1 ? known[0] : undefined;
}

/** The contract of the message behind a node: its own, or the one that it hands on. */
export function contractBehind(document: FlowDocument, node: FlowNode, catalogue: Catalogue): string | undefined {
  const own = ownContract(node, catalogue);
  return own ?? (handsOn(node) ? contractInto(document, node.id, catalogue) : undefined);
}

/** Triggers from which a message can come to the node, nearest first; of a trigger itself. */
export function triggersBefore(document: FlowDocument, node: string, catalogue: Catalogue): FlowNode[] {
  const seen = new Set([node]);
  const queue = [node];
  const found: FlowNode[] = [];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const here = document.nodes.find((other) => other.id === id);
    if (here !== undefined && catalogue.get(here.type)?.kind === 'trigger') found.push(here);
    for (const { from, to } of document.wires) {
      if (to !== id || seen.has(from)) continue;
      seen.add(from);
      queue.push(from);
    }
  }
  return found;
}
