import type { FlowDocument } from '@throughline/flow';

/** The next node along the wires, or against them; null at an end. */
export function neighbour(document: FlowDocument, id: string, direction: 'before' | 'behind'): string | null {
  const wire = document.wires.find(({ from, to }) => (direction === 'before' ? to : from) === id);
  if (wire === undefined) return null;
  return direction === 'before' ? wire.from : wire.to;
}
