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

/** How many edits of others are remembered. */
const REMEMBERED = 50;

type Moved = Pick<DocumentState, 'base' | 'revision' | 'pending' | 'flight' | 'document'>;

/** What others did is put below what is pending here. */
export function withOthers(
  state: DocumentState,
  edits: Edits,
  catalogue: Catalogue,
): Moved & Pick<DocumentState, 'others'> {
  const base = withEdits(state.base!, edits.operations, catalogue);
  const others = [...state.others, edits].slice(-REMEMBERED);
  return { ...onto(base, edits.revision, state.pending, catalogue), flight: state.flight, others };
}

/** The operations under way are answered: what the server made becomes the base, what it refused a conflict. */
export function withAnswer(
  state: DocumentState,
  answer: Answer,
  catalogue: Catalogue,
  newId: () => string,
): Moved & Pick<DocumentState, 'handled' | 'conflicts' | 'past' | 'others'> {
  const sent = state.pending.slice(0, state.flight);
  const base = withEdits(
    state.base!,
    answer.missed.flatMap(({ operations }) => operations),
    catalogue,
  );
  const refused = answer.refused.flatMap(({ index, problem }) => {
    const one = sent[index];
    return one === undefined ? [] : [{ ...one, problem }];
  });
  const lost = new Set(refused.map(({ step }) => step));
  const others = [...state.others, ...answer.missed.filter(({ session }) => session !== state.session)];
  const conflicts = refused.map(({ operation, problem, about }): Conflict => {
    const by = others.findLast(({ operations }) => touches(operations, operation))?.by ?? null;
    return { id: newId(), operation, problem, by, about };
  });
  return {
    ...onto(base, answer.revision, state.pending.slice(sent.length), catalogue),
    flight: 0,
    handled: state.handled + sent.length,
    conflicts: [...state.conflicts, ...conflicts],
    others: others.slice(-REMEMBERED),
    past: state.past.filter(({ id }) => !lost.has(id)),
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

/** Whether one of these edits is about the node, frame or note that the other is about, or as it about the flow itself. */
function touches(operations: readonly Operation[], other: Operation): boolean {
  const ids = subjects(other);
  return operations.some(
    (operation) =>
      (ids.length === 0 && operation.op === other.op) || subjects(operation).some((id) => ids.includes(id)),
  );
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
    case 'paste': {
      const { nodes, frames = [], notes = [] } = operation.fragment;
      return [...nodes, ...frames, ...notes].map(({ id }) => id);
    }
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
