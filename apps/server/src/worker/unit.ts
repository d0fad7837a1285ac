import type { RunContext, StepError } from '@throughline/engine';
import { StepFailure } from '@throughline/engine';
import type { PlanStep } from '@throughline/flow';
import { cutRecords, type RecordPiece, readRecord, takesRecords } from '@throughline/nodes/runs';
import { type Store, StoreError, type TakenLane, type TakenWork, unpackBody } from '@throughline/store';
import type { Bound } from './plans.ts';

/** One piece of taken work, opened: a message before a step of its plan. */
export interface Unit {
  work: TakenWork;
  lane: TakenLane;
  /** Its lane's group in the outcome. */
  g: number;
  bound: Bound;
  /** JSON text of the run context, and what was read of it so far. */
  context: string;
  read: RunContext | null;
  /** JSON text; null when the body could not be opened or read, then `failure` says why. */
  message: string | null;
  failure: StepError | null;
  /** A file in place of a message: the pieces that become messages of their own. */
  cut: RecordPiece[] | null;
  /** Quarantine parks the key: the flow wants its successors to wait. */
  parks: boolean;
}

export type Receive = (step: PlanStep, raw: Buffer, contentType: string) => string;

/** Work that three workers began and none finished kills workers; it is not begun again (RUNS.md promise 8). */
const MAX_STARTS = 3;

/** Unseals and decodes; what cannot be read becomes a unit with a failure, never an exception. */
export function openUnit(
  store: Store,
  receive: Receive,
  taken: { work: TakenWork; lane: TakenLane; g: number; bound: Bound },
): Unit {
  const { work, bound } = taken;
  const unit: Unit = { ...taken, context: '{}', read: null, message: null, failure: null, cut: null, parks: false };
  try {
    if (work.sealed === null) {
      unit.failure = {
        code: 'body_expired',
        class: 'data',
        sentence: 'The message body is past its retention and is gone.',
      };
      return unit;
    }
    const bytes = store.keys.open(work.sealed, work.raw ? `message:${work.message}` : `run:${work.run}`);
    const body = unpackBody(bytes);
    unit.context = body.context;
    unit.parks = taken.lane.ordered && parksOnFailure(unit);
    if (work.starts >= MAX_STARTS) {
      unit.failure = {
        code: 'poison',
        class: 'limit',
        sentence: `Three workers began this message and none finished; it is set aside.`,
      };
      return unit;
    }
    const step = bound.plan.steps[work.step]!;
    if (takesRecords(step)) takeRecords(unit, step, body.message);
    else if (step.place === 'trigger') unit.message = receive(step, body.message, contentTypeOf(unit));
    else unit.message = body.message.toString('utf8');
  } catch (cause) {
    if (cause instanceof StepFailure) unit.failure = cause.error;
    else if (cause instanceof StoreError) unit.failure = { code: cause.code, class: 'data', sentence: cause.message };
    else throw cause;
  }
  return unit;
}

/** A file and a part of one are cut; a row by itself, which could not be read in its file, is read once more. */
function takeRecords(unit: Unit, step: PlanStep, raw: Buffer): void {
  const { split } = contextOf(unit);
  const { piece = 0, pieces = 1, line = 1, rows } = split ?? {};
  const place = rows === undefined ? undefined : { piece, pieces, line, rows };
  if (place?.rows === 1) unit.message = readRecord(step, raw, contentTypeOf(unit), place);
  else unit.cut = cutRecords(step, raw, contentTypeOf(unit), place);
}

/** The run context, read once however many ask. */
export function contextOf(unit: Unit): RunContext {
  unit.read ??= JSON.parse(unit.context) as RunContext;
  return unit.read;
}

function contentTypeOf(unit: Unit): string {
  return contextOf(unit).trigger?.contentType ?? 'application/octet-stream';
}

/** The step a message came in by. */
export function triggerOf(unit: Unit): PlanStep | undefined {
  const node = contextOf(unit).trigger?.node;
  const { plan } = unit.bound;
  return plan.triggers.map((index) => plan.steps[index]!).find((step) => step.node === node);
}

function parksOnFailure(unit: Unit): boolean {
  const keys = triggerOf(unit)?.config['keys'] as { order?: { onFailure?: string } | null } | undefined;
  return keys?.order?.onFailure !== 'continue';
}
