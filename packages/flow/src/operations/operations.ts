import { z } from 'zod';
import type { Catalogue } from '../definition.ts';
import { type FlowDocument, LIMITS } from '../document.ts';
import { unsound } from '../json/sound.ts';
import { type Problem, pointer } from '../problem.ts';
import { addFrame } from './add-frame.ts';
import { addNode } from './add-node.ts';
import { addNote } from './add-note.ts';
import { addWire } from './add-wire.ts';
import { configureNode } from './configure-node.ts';
import { describeFlow } from './describe-flow.ts';
import { duplicateNodes } from './duplicate-nodes.ts';
import { editFrame } from './edit-frame.ts';
import { editNote } from './edit-note.ts';
import { insertOnWire } from './insert-on-wire.ts';
import { moveNodes } from './move-nodes.ts';
import { isRefused, type OperationKind, type Refused, refuse } from './operation.ts';
import { paste } from './paste.ts';
import { removeFixture } from './remove-fixture.ts';
import { removeFrame } from './remove-frame.ts';
import { removeNodes } from './remove-nodes.ts';
import { removeNote } from './remove-note.ts';
import { removeWire } from './remove-wire.ts';
import { renameFlow } from './rename-flow.ts';
import { renameNode } from './rename-node.ts';
import { replaceType } from './replace-type.ts';
import { setDisabled } from './set-disabled.ts';
import { setFixture } from './set-fixture.ts';
import { setLayout } from './set-layout.ts';
import { setNote } from './set-note.ts';

/** Every edit there is. */
export const operations = [
  addNode,
  removeNodes,
  addWire,
  removeWire,
  insertOnWire,
  renameNode,
  configureNode,
  replaceType,
  setDisabled,
  setNote,
  duplicateNodes,
  paste,
  moveNodes,
  setLayout,
  addFrame,
  editFrame,
  removeFrame,
  addNote,
  editNote,
  removeNote,
  setFixture,
  removeFixture,
  renameFlow,
  describeFlow,
] as const;

type Kind = (typeof operations)[number];

/** An edit as canvas, API and CLI send it: `{op: 'add-node', …}`. What has a default may be left out. */
export type Operation = z.input<Kind['args']>;

const [first, ...others] = operations.map((kind) => kind.args);

/** Accepts every operation; its output has the defaults filled in. */
export const operationSchema: z.ZodType<z.output<Kind['args']>, Operation> = z.discriminatedUnion('op', [
  first!,
  ...others,
]);

const byName = new Map(operations.map((kind) => [kind.op, kind as unknown as OperationKind<Operation>]));

/** The words for an operation in history and undo. */
export function labelOf(operation: Operation): string {
  return byName.get(operation.op)!.label;
}

export type Applied = { document: FlowDocument } | Refused;

/** Makes one edit. The document is never changed in place, and comes back as the same object when there was nothing to do. */
export function apply(document: FlowDocument, operation: Operation, catalogue: Catalogue): Applied {
  const strange = unsound(operation);
  if (strange) return refuse(strange.code, strange.sentence, { field: strange.field });
  const read = operationSchema.safeParse(operation);
  if (!read.success) return { refused: notAnOperation(read.error) };
  const next = byName.get(read.data.op)!.make(document, read.data, catalogue);
  return isRefused(next) ? next : (overLimit(next) ?? { document: next });
}

/** Makes several edits, or none when one of them is refused. */
export function applyAll(document: FlowDocument, edits: readonly Operation[], catalogue: Catalogue): Applied {
  let now = document;
  for (const edit of edits) {
    const applied = apply(now, edit, catalogue);
    if ('refused' in applied) return applied;
    now = applied.document;
  }
  return { document: now };
}

function overLimit(document: FlowDocument): Refused | undefined {
  const over = (['nodes', 'wires', 'fixtures'] as const).find((part) => document[part].length > LIMITS[part]);
  return over && refuse('flow_too_large', `A flow has at most ${LIMITS[over]} ${over}.`);
}

function notAnOperation(error: z.ZodError): Problem {
  const issue = error.issues[0];
  const field = pointer(issue?.path ?? []);
  return {
    severity: 'error',
    code: 'operation_invalid',
    sentence: `Not an edit that is known: ${issue?.message ?? ''}`,
    field,
  };
}
