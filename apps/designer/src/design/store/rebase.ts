import { apply, type Catalogue, type FlowDocument, type Operation } from '@throughline/flow';
import type { Conflict, DocumentState, Pending } from './document.ts';
import type { Answer, Edits } from './transport.ts';

/** A document with operations on it, one after the other; one that can no longer be made is left out. */
export function withEdits(
  document: FlowDocument,
  operations: readonly Operation[],
  catalogue: Catalogue,
): FlowDocument {
  return operations.reduce((now, operation) => {
    const applied = apply(now, operation, catalogue);
    return 'document' in applied ? applied.document : now;
  }, document);
}

type Moved = Pick<DocumentState, 'base' | 'revision' | 'pending' | 'flight' | 'document'>;

/** What others did is put below what is pending here. */
export function withOthers(state: DocumentState, edits: Edits, catalogue: Catalogue): Moved {
  const base = withEdits(state.base!, edits.operations, catalogue);
  return { ...onto(base, edits.revision, state.pending, catalogue), flight: state.flight };
}

/** The batch under way is answered: what was missed and what was taken become the base, what was refused a conflict. */
export function withAnswer(
  state: DocumentState,
  answer: Answer,
  catalogue: Catalogue,
  newId: () => string,
): Moved & Pick<DocumentState, 'conflicts' | 'past'> {
  const sent = state.pending.slice(0, state.flight?.count ?? 0);
  const refused = new Map(answer.refused.map((one) => [one.index, one]));
  const taken = sent.filter((_, i) => !refused.has(i)).map(({ operation }) => operation);
  const missed = answer.missed.flatMap(({ operations }) => operations);
  const base = withEdits(state.base!, [...missed, ...taken], catalogue);
  const lostSteps = new Set(sent.filter((_, i) => refused.has(i)).map(({ step }) => step));
  const conflicts = sent.flatMap(({ operation }, i): Conflict[] => {
    const one = refused.get(i);
    if (one === undefined) return [];
    const by = one.by ?? answer.missed.findLast(({ operations }) => touches(operations, operation))?.by ?? null;
    return [{ id: newId(), operation, problem: one.problem, by }];
  });
  return {
    ...onto(base, answer.revision, state.pending.slice(sent.length), catalogue),
    flight: null,
    conflicts: [...state.conflicts, ...conflicts],
    past: state.past.filter(({ id }) => !lostSteps.has(id)),
  };
}

export function onto(
  base: FlowDocument,
  revision: number,
  pending: readonly Pending[],
  catalogue: Catalogue,
): Omit<Moved, 'flight'> {
  const operations = pending.map(({ operation }) => operation);
  return { base, revision, pending, document: withEdits(base, operations, catalogue) };
}

/** Whether one of these edits is about the node, frame or note that the other is about. */
function touches(operations: readonly Operation[], other: Operation): boolean {
  const ids = subjects(other);
  return operations.some((operation) => subjects(operation).some((id) => ids.includes(id)));
}

/** Ids of what an operation is about. */
export function subjects(operation: Operation): string[] {
  switch (operation.op) {
    case 'add-wire':
    case 'remove-wire':
      return [operation.from, operation.to];
    case 'insert-on-wire':
      return [operation.wire.from, operation.wire.to, operation.id];
    case 'remove-nodes':
    case 'set-disabled':
      return operation.nodes;
    case 'move-nodes':
    case 'set-layout':
      return Object.keys(operation.nodes);
    case 'duplicate-nodes':
      return Object.keys(operation.ids);
    case 'paste':
      return operation.fragment.nodes.map(({ id }) => id);
    case 'set-fixture':
      return [operation.fixture.node];
    case 'add-frame':
      return [operation.frame.id];
    case 'add-note':
      return [operation.note.id];
    case 'rename-flow':
    case 'describe-flow':
      return [];
    case 'add-node':
    case 'edit-frame':
    case 'remove-frame':
    case 'edit-note':
    case 'remove-note':
      return [operation.id];
    default:
      return [operation.node];
  }
}
