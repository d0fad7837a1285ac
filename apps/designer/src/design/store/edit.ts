import { apply, applyAll, between, type FlowDocument, labelOf, type Operation, type Problem } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { type DocumentState, documentStore, type Pending, type Step } from './document.ts';
import { newId } from './ids.ts';
import { subjects } from './rebase.ts';
import { clearSelection, select, viewStore } from './view.ts';

const STEPS = 200;
/** Edits of one field within this time are one step of undo. */
const ONE_GO_MS = 1200;

const READ_ONLY: Problem = {
  severity: 'error',
  code: 'read_only',
  sentence: 'You may look at this flow, not change it.',
};

/** The last step, still open for more of the same gesture. */
let going: { key: string; step: string; before: FlowDocument; at: number } | null = null;

export interface EditOptions {
  /** For undo's menu; the operation's own words where it is left out. */
  label?: string;
  /** Edits in a row with the same key are one step of undo: typing into a field, moving by arrow. */
  gesture?: string;
}

/** Makes edits on the open document at once; they are saved by themselves. Returns why not, where one cannot be made. */
export function edit(operations: readonly Operation[], { label, gesture }: EditOptions = {}): Problem | null {
  const state = documentStore.getState();
  const before = state.document;
  const first = operations[0];
  if (before === null || first === undefined) return null;
  if (!state.mayEdit) return READ_ONLY;
  const applied = applyAll(before, operations, catalogue);
  if ('refused' in applied) return applied.refused;
  const after = applied.document;
  if (after === before) return null;
  const step = inOneGo(state, gesture) ?? { id: newId(), before };
  const others = state.past.filter(({ id }) => id !== step.id);
  const earlier = state.past.find(({ id }) => id === step.id)?.forward ?? [];
  const made: Step = {
    id: step.id,
    label: label ?? labelOf(first),
    forward: merged([...earlier, ...operations].map((operation) => ({ step: step.id, operation }))).map(
      ({ operation }) => operation,
    ),
    back: between(after, step.before, catalogue),
  };
  going = gesture === undefined ? null : { key: gesture, step: step.id, before: step.before, at: Date.now() };
  documentStore.setState({
    document: after,
    past: [...others, made].slice(-STEPS),
    future: [],
    pending: queued(state, operations, step.id),
  });
  return null;
}

function inOneGo(state: DocumentState, gesture: string | undefined): { id: string; before: FlowDocument } | null {
  if (gesture === undefined || going === null || going.key !== gesture) return null;
  const isLast = state.past.at(-1)?.id === going.step;
  return isLast && Date.now() - going.at < ONE_GO_MS ? { id: going.step, before: going.before } : null;
}

/** What waits, with the new edits behind it; what is already on its way is left alone. */
function queued(state: DocumentState, operations: readonly Operation[], step: string): Pending[] {
  const names = new Map(state.document?.nodes.map(({ id, name }) => [id, name]));
  const made = operations.map((operation) => ({ step, operation, about: names.get(subjects(operation)[0] ?? '') }));
  const waiting = [...state.pending.slice(state.flight), ...made];
  return [...state.pending.slice(0, state.flight), ...merged(waiting)];
}

/** Settings written again and nodes moved again, in one step and one after the other, are one operation. */
function merged(pending: readonly Pending[]): Pending[] {
  const kept: Pending[] = [];
  for (const next of pending) {
    const last = kept.at(-1);
    const one = last && last.step === next.step ? mergedOperation(last.operation, next.operation) : null;
    if (one === null) kept.push(next);
    else kept[kept.length - 1] = { ...next, operation: one };
  }
  return kept;
}

function mergedOperation(last: Operation, next: Operation): Operation | null {
  if (last.op === 'move-nodes' && next.op === 'move-nodes') {
    return { op: 'move-nodes', nodes: { ...last.nodes, ...next.nodes } };
  }
  if (last.op === 'configure-node' && next.op === 'configure-node') {
    const isSame = last.node === next.node && last.at === next.at && !last.at.endsWith('/-');
    return isSame && next.value !== undefined ? { ...next, was: last.was } : null;
  }
  return null;
}

/** Ends the gesture under way: the next edit is a step of its own. */
export function endGesture(): void {
  going = null;
}

export function undo(): Problem | null {
  return turn('past', 'future', 'back');
}

export function redo(): Problem | null {
  return turn('future', 'past', 'forward');
}

/** Takes a step from one stack to the other. One that others made impossible leaves the stack, and the reason is returned. */
function turn(from: 'past' | 'future', to: 'past' | 'future', side: 'back' | 'forward'): Problem | null {
  going = null;
  const state = documentStore.getState();
  const step = state[from].at(-1);
  if (step === undefined || state.document === null) return null;
  const stacks = { [from]: state[from].slice(0, -1) };
  let now = state.document;
  for (const operation of step[side]) {
    const applied = apply(now, operation, catalogue);
    if ('refused' in applied) {
      documentStore.setState(stacks);
      return applied.refused;
    }
    now = applied.document;
  }
  documentStore.setState({
    ...stacks,
    [to]: [...state[to], step],
    document: now,
    pending: queued(state, step[side], step.id),
  });
  keepSelectionTo(now);
  return null;
}

/** What is no longer there cannot stay selected or open. */
export function keepSelectionTo(document: FlowDocument): void {
  const { selection, wires, open } = viewStore.getState();
  const { frames, notes } = document.layout;
  const here = new Set([...document.nodes, ...frames, ...notes].map(({ id }) => id));
  if (open !== null && !here.has(open)) viewStore.setState({ open: null, field: null });
  if ([...selection].every((id) => here.has(id))) return;
  const left = [...selection].filter((id) => here.has(id));
  if (left.length === 0) clearSelection();
  else select(left, wires);
}
