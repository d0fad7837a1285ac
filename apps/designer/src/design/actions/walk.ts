import { graphOf, topologicalOrder } from '@throughline/flow';
import { openDocument } from '../store/document.ts';
import { viewStore } from '../store/view.ts';
import { goTo } from './open.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** Nodes as one would read them: along the wires, above before below; frames and notes behind. */
export function readingOrder(): string[] {
  const document = openDocument();
  const { nodes: places, frames, notes } = document.layout;
  const graph = graphOf(document);
  const order = topologicalOrder(graph) ?? document.nodes.map(({ id }) => id);
  const at = (id: string) => places[id] ?? { x: 0, y: 0 };
  const rank = new Map(order.map((id, i) => [id, i]));
  const sorted = [...order].sort((a, b) => at(a).x - at(b).x || at(a).y - at(b).y || rank.get(a)! - rank.get(b)!);
  return [...sorted, ...[...frames, ...notes].map(({ id }) => id)];
}

/** Goes to the next node in reading order, or the one before. Returns false at the end. */
export function goNext(step: 1 | -1): boolean {
  const order = readingOrder();
  const { focus } = viewStore.getState();
  const here = focus === null ? -1 : order.indexOf(focus);
  const next = here === -1 ? (step === 1 ? order[0] : order.at(-1)) : order[here + step];
  if (next === undefined) return false;
  goTo(next);
  return true;
}

/** Goes to the nearest node in a direction, wired ones first. */
export function goTowards(direction: Direction): void {
  const document = openDocument();
  const { focus } = viewStore.getState();
  if (focus === null) {
    goNext(1);
    return;
  }
  const places = document.layout.nodes;
  const here = places[focus];
  if (here === undefined) return;
  const wired = new Set(document.wires.flatMap(({ from, to }) => (from === focus ? [to] : to === focus ? [from] : [])));
  const [along, across] = direction === 'left' || direction === 'right' ? (['x', 'y'] as const) : (['y', 'x'] as const);
  const sign = direction === 'right' || direction === 'down' ? 1 : -1;
  const distances = document.nodes.flatMap(({ id }) => {
    const there = places[id];
    if (there === undefined || id === focus) return [];
    const ahead = (there[along] - here[along]) * sign;
    if (ahead <= 0) return [];
    return [{ id, distance: ahead + 2 * Math.abs(there[across] - here[across]) - (wired.has(id) ? 400 : 0) }];
  });
  const nearest = distances.sort((a, b) => a.distance - b.distance)[0];
  if (nearest !== undefined) goTo(nearest.id);
}
