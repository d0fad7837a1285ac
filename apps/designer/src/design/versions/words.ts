import type { FlowDiff } from '@throughline/flow';

/** A comparison in one sentence: what messages will notice, and what only the eye does. */
export function inWords({ nodes, wires, fixtures, drawing, flow, behaviour }: FlowDiff): string {
  const parts = [
    counted(nodes.added.length, 'node added', 'nodes added'),
    counted(nodes.removed.length, 'node removed', 'nodes removed'),
    counted(nodes.changed.length, 'node changed', 'nodes changed'),
    counted(wires.added.length, 'wire added', 'wires added'),
    counted(wires.removed.length, 'wire removed', 'wires removed'),
    counted(wires.rewired.length, 'wire changed', 'wires changed'),
    counted(
      fixtures.added.length + fixtures.removed.length + fixtures.changed.length,
      'sample changed',
      'samples changed',
    ),
    counted(flow.length, 'word about the flow changed', 'words about the flow changed'),
    counted(drawing.moved.length, 'node moved', 'nodes moved'),
  ].filter((part) => part !== null);
  if (parts.length === 0) return 'Only the drawing differs.';
  return `${parts.join(', ')}.${behaviour ? '' : ' Messages are treated as before.'}`;
}

function counted(count: number, one: string, many: string): string | null {
  return count === 0 ? null : `${count} ${count === 1 ? one : many}`;
}
