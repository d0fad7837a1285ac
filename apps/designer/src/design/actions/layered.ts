import type { FlowDocument, Position, Wire } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import type { ELK, ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import elkApi from 'elkjs/lib/elk-api.js';
import ElkWorker from 'elkjs/lib/elk-worker.min.js?worker';
import { type Box, drawnPorts, INPUT_Y, portY } from '../canvas/geometry.ts';

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '50',
  'elk.spacing.nodeNode': '40',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.separateConnectedComponents': 'true',
  'elk.spacing.componentComponent': '60',
};

let elk: ELK | null = null;

/** Places for nodes in layers from left to right, worked out in a worker; from (0, 0). */
export async function layered(
  boxes: readonly (Box & { id: string })[],
  wires: readonly Wire[],
  document: FlowDocument,
): Promise<Map<string, Position>> {
  elk ??= new elkApi.default({ workerFactory: () => new ElkWorker() });
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const children = boxes.map(({ id, width, height }): ElkNode => {
    const ports = drawnPorts(byId.get(id)!, document, catalogue);
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
  });
  const edges = wires.map(({ from, port, to }): ElkExtendedEdge => {
    return { id: `${from} ${port} ${to}`, sources: [`${from} out ${port}`], targets: [`${to} in`] };
  });
  const laid = await elk.layout({ id: 'flow', layoutOptions: OPTIONS, children, edges });
  return new Map(laid.children?.map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
}
