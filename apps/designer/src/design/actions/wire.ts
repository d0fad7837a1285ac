import { apply, type FlowDocument, type Operation, type Problem, type Wire } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { openDocument } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { select, wireKey } from '../store/view.ts';
import { told } from './tell.ts';

/** Draws a wire and selects it. */
export function wire(one: Wire): void {
  if (told(edit([{ op: 'add-wire', ...one }]))) select([], [wireKey(one)]);
}

/** Leads one end of a wire elsewhere. */
export function reconnect(old: Wire, next: Wire): void {
  if (wireKey(old) === wireKey(next)) return;
  const operations: Operation[] = [
    { op: 'remove-wire', ...old },
    { op: 'add-wire', ...next },
  ];
  if (told(edit(operations, { label: 'Rewire' }))) select([], [wireKey(next)]);
}

/** Why this wire cannot be drawn, or null: for the hand that draws it. */
export function refusal(document: FlowDocument, one: Wire): Problem | null {
  const applied = apply(document, { op: 'add-wire', ...one }, catalogue);
  return 'refused' in applied ? applied.refused : null;
}

/** Nodes that a wire from here may lead to and does not yet, nearest first. */
export function possibleTargets(from: string, port: string): { id: string; name: string; type: string }[] {
  const document = openDocument();
  const here = document.layout.nodes[from] ?? { x: 0, y: 0 };
  const taken = new Set(document.wires.filter((one) => one.from === from && one.port === port).map(({ to }) => to));
  const distance = (id: string) => {
    const at = document.layout.nodes[id] ?? here;
    return Math.hypot(at.x - here.x, at.y - here.y);
  };
  return document.nodes
    .filter(({ id }) => id !== from && !taken.has(id) && refusal(document, { from, port, to: id }) === null)
    .sort((a, b) => distance(a.id) - distance(b.id))
    .map(({ id, name, type }) => ({ id, name, type }));
}
