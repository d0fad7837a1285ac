import { nodeOf, type Operation, pointerParts, valueAt } from '@throughline/flow';
import { type Conflict, documentStore } from './document.ts';
import { edit } from './edit.ts';

/** Leaves what the other person made. */
export function keepTheirs(id: string): void {
  documentStore.setState(({ conflicts }) => ({ conflicts: conflicts.filter((one) => one.id !== id) }));
}

/** Makes the edit again over what is there now. Returns why not, where it cannot be made any more. */
export function takeMine(conflict: Conflict) {
  const problem = edit([knowingly(conflict.operation)]);
  if (problem === null) keepTheirs(conflict.id);
  return problem;
}

/** Whether making it again can succeed: what is gone stays gone. */
export function canUseMine({ problem }: Conflict): boolean {
  return problem.code === 'changed_meanwhile';
}

/** The same edit without what was seen: it overwrites knowingly. */
function knowingly(operation: Operation): Operation {
  if (!('was' in operation)) return operation;
  const { was: _seen, ...rest } = operation;
  return rest as Operation;
}

/** Both values of a conflict, to be put side by side; undefined where there is nothing to compare. */
export function sidesOf({ operation }: Conflict): { mine: unknown; theirs: unknown } | undefined {
  const { document } = documentStore.getState();
  if (document === null) return undefined;
  switch (operation.op) {
    case 'configure-node': {
      const config = nodeOf(document, operation.node)?.config;
      return { mine: operation.value, theirs: valueAt(config, pointerParts(operation.at) ?? []) };
    }
    case 'rename-node':
      return { mine: operation.name, theirs: nodeOf(document, operation.node)?.name };
    case 'set-note':
      return { mine: operation.note, theirs: nodeOf(document, operation.node)?.note ?? null };
    case 'rename-flow':
      return { mine: operation.name, theirs: document.name };
    case 'describe-flow':
      return { mine: operation.description, theirs: document.description };
    default:
      return undefined;
  }
}
