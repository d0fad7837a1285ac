import type { FlowDocument, Wire } from '../document.ts';
import { graphOf } from '../graph/graph.ts';
import { topologicalOrder } from '../graph/order.ts';
import { hashOf } from '../json/hash.ts';
import type { Plan } from '../plan.ts';
import type { PlacedNode } from './expand.ts';
import { planStep, programStep, type Setting, stepPorts } from './steps.ts';
import type { Uses } from './uses.ts';

/** Makes the plan of a flow without errors: steps in topological order, everything a step needs resolved to positions. */
export function planOf(
  document: FlowDocument,
  nodes: readonly PlacedNode[],
  wires: readonly Wire[],
  caught: ReadonlyMap<string, string>,
  uses: Uses,
  schemaOf: (contract: string) => unknown,
): Plan {
  const errors = [...caught].map(([from, to]) => ({ from, to }));
  const order = topologicalOrder(graphOf({ nodes, wires: [...wires, ...errors] }))!;
  const place = new Map(order.map((id, index) => [id, index]));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const steps = order.map((id) => byId.get(id)!);
  const destinations = nodes.filter(isDestination);
  const column = new Map(destinations.map(({ id }, index) => [id, index]));
  const settings = settingsOf(steps, wires, caught, place, column);
  const program = steps.map((step, i) => programStep(step, settings[i]!, schemaOf));
  const atTheDoor = steps.flatMap(({ read: { shape } }) =>
    shape.place === 'trigger' && shape.contract ? [shape.contract] : [],
  );
  return {
    flow: document.id,
    name: document.name,
    steps: steps.map((step, i) => planStep(step, settings[i]!)),
    triggers: steps.flatMap(({ read }, index) => (read.shape.place === 'trigger' ? [index] : [])),
    destinations: destinations.map(({ id, read }) => ({ step: place.get(id)!, node: id, name: read.name })),
    program: { id: hashOf(program), steps: program },
    tables: uses.tables,
    contracts: Object.fromEntries(atTheDoor.map((contract) => [contract, schemaOf(contract)])),
  };
}

export function isDestination({ read: { shape } }: PlacedNode): boolean {
  return shape.place === 'effect' && shape.destination;
}

function settingsOf(
  steps: PlacedNode[],
  wires: readonly Wire[],
  caught: ReadonlyMap<string, string>,
  place: ReadonlyMap<string, number>,
  column: ReadonlyMap<string, number>,
): Setting[] {
  const out = Map.groupBy(wires, (wire) => wire.from);
  const settings = steps.map((step): Setting => {
    const mine = out.get(step.id) ?? [];
    const behind = (port: string) => mine.filter((wire) => wire.port === port).map((wire) => place.get(wire.to)!);
    return {
      wires: Object.fromEntries(stepPorts(step).map((port) => [port, behind(port).sort((a, b) => a - b)])),
      catch: place.get(caught.get(step.id) ?? '') ?? null,
      destination: column.get(step.id) ?? null,
      reach: [],
    };
  });
  for (const setting of settings.toReversed()) setting.reach = reachOf(setting, settings);
  return settings;
}

/** Every wire and catch leads forward, so the steps behind are known already when steps are taken from the last to the first. */
function reachOf({ wires, catch: handler, destination }: Setting, settings: Setting[]): number[] {
  const behind = [...Object.values(wires).flat(), ...(handler === null ? [] : [handler])];
  const reach = new Set(behind.flatMap((step) => settings[step]!.reach));
  if (destination !== null) reach.add(destination);
  return [...reach].sort((a, b) => a - b);
}
