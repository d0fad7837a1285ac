import type { FlowDocument, FlowNode, Position, Wire } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import type { ELK, ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import elkApi from 'elkjs/lib/elk-api.js';
import ElkWorker from 'elkjs/lib/elk-worker.min.js?worker';
import { type Box, drawnPorts, INPUT_Y, portY } from '../canvas/geometry.ts';

/** Within frames as well; ELK hands on nothing to what is inside. */
const SPACING = { 'elk.layered.spacing.nodeNodeBetweenLayers': '50', 'elk.spacing.nodeNode': '40' };

const OPTIONS = {
  ...SPACING,
  'elk.algorithm': 'layered',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.direction': 'RIGHT',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.separateConnectedComponents': 'true',
  'elk.spacing.componentComponent': '60',
};

let elk: ELK | null = null;

/** Nodes that stay together, with room around them for a frame. */
export interface Together {
  id: string;
  nodes: readonly string[];
}

/** Room within a frame: for its title above, and a margin on the other sides. */
const PADDING = '[top=36,left=24,bottom=24,right=24]';

/** Places for nodes in layers from left to right, and boxes for what is to stay together, worked out in a worker; from (0, 0). */
export async function layered(
  boxes: readonly (Box & { id: string })[],
  wires: readonly Wire[],
  document: FlowDocument,
  together: readonly Together[] = [],
): Promise<Map<string, Box>> {
  elk ??= new elkApi.default({ workerFactory: () => new ElkWorker() });
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const nodes = new Map(boxes.map((box) => [box.id, elkNodeOf(box, byId.get(box.id)!, document)]));
  const inside = new Set(together.flatMap((group) => group.nodes));
  const groups = together.map(({ id, nodes: ids }): ElkNode => {
    return { id, layoutOptions: { ...SPACING, 'elk.padding': PADDING }, children: ids.map((node) => nodes.get(node)!) };
  });
  const children = [...groups, ...[...nodes].flatMap(([id, node]) => (inside.has(id) ? [] : [node]))];
  const edges = wires.map(({ from, port, to }): ElkExtendedEdge => {
    return { id: `${from} ${port} ${to}`, sources: [`${from} out ${port}`], targets: [`${to} in`] };
  });
  const laid = await elk.layout({ id: 'flow', layoutOptions: OPTIONS, children, edges });
  return new Map(placesIn(laid.children ?? [], { x: 0, y: 0 }));
}

/** Children lie where their parent does. */
function placesIn(nodes: readonly ElkNode[], { x: left, y: top }: Position): [string, Box][] {
  return nodes.flatMap(({ id, x = 0, y = 0, width = 0, height = 0, children = [] }) => {
    const at = { x: left + x, y: top + y };
    return [[id, { ...at, width, height }] as [string, Box], ...placesIn(children, at)];
  });
}

function elkNodeOf({ id, width, height }: Box & { id: string }, node: FlowNode, document: FlowDocument): ElkNode {
  const ports = drawnPorts(node, document, catalogue);
  return {
    id,
    width,
    height,
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: [
      { id: `${id} in`, x: 0, y: INPUT_Y, width: 0, height: 0 },
      ...ports.map(({ name }, i) => ({
        id: `${id} out ${name}`,
        x: width,
        y: portY(i, ports.length),
        width: 0,
        height: 0,
      })),
    ],
  };
}
