import type { Plan, PlanStep } from '@throughline/flow';
import { decodeText, FormatError, isAck, parseHl7, parseJson, pick } from '@throughline/formats';
import { doorContract } from '../trigger/contract.ts';
import { takesHl7 } from '../trigger/mllp/takes.ts';

/** A message file, as bytes. */
export interface MessageFile {
  name: string;
  bytes: Buffer;
}

interface Entered {
  trigger: number;
  contentType: string;
}

export type AtTheDoor =
  | Entered
  /** Nothing would have been accepted; `sentence` says why. */
  | { refused: { code: string; path?: string; sentence: string } };

const MAX_DEPTH = 128;

/** Which trigger of the plan takes a file, or why none does: HL7 v2 goes to an MLLP trigger, everything else to the first other one. */
export function enter(plan: Plan, file: MessageFile, node?: string): AtTheDoor {
  const triggers = plan.triggers.map((index) => ({ index, step: plan.steps[index]! }));
  const named = triggers.filter(({ step }) => node === undefined || step.node === node);
  try {
    const door = isHl7(file) ? enterHl7(named, file) : enterOther(named, file);
    return 'refused' in door ? door : checkContract(plan, file, door);
  } catch (error) {
    if (error instanceof FormatError) return refused(error.code, error.sentence);
    throw error;
  }
}

type Triggers = { index: number; step: PlanStep }[];

function enterHl7(triggers: Triggers, { bytes }: MessageFile): AtTheDoor {
  const tree = parseHl7(bytes);
  if (isAck(tree)) return refused('hl7_ack', 'An acknowledgement is not a message.');
  if (pick(tree, 'MSH-10') === undefined)
    return refused('hl7_no_control_id', 'MSH-10 (message control id) is required.');
  const taken = triggers.find(({ step }) =>
    step.type === 'trigger.mllp' ? takesHl7(step.config, tree) : step.config['format'] === 'hl7v2',
  );
  if (taken === undefined) return refused('door_unknown', 'No trigger takes messages of this type from this sender.');
  return { trigger: taken.index, contentType: 'application/hl7-v2+er7' };
}

function enterOther(triggers: Triggers, { bytes }: MessageFile): AtTheDoor {
  const taken = triggers.find(({ step }) => step.type !== 'trigger.mllp');
  if (taken === undefined) return refused('door_unknown', 'No trigger takes such a file.');
  if ((taken.step.config['format'] ?? 'json') !== 'json') return { trigger: taken.index, contentType: 'text/plain' };
  parseJson(decodeText(bytes, { what: 'JSON' }), { maxDepth: MAX_DEPTH });
  return { trigger: taken.index, contentType: 'application/json' };
}

function checkContract(plan: Plan, { bytes }: MessageFile, door: Entered): AtTheDoor {
  const misfit = doorContract(plan, plan.steps[door.trigger]!)?.(bytes, door.contentType) ?? null;
  return misfit === null ? door : refused(misfit.code, misfit.sentence, misfit.path);
}

function isHl7({ name, bytes }: MessageFile): boolean {
  return /\.hl7$/i.test(name) || bytes.subarray(0, 3).toString('latin1') === 'MSH';
}

function refused(code: string, sentence: string, path?: string): AtTheDoor {
  return { refused: { code, ...(path ? { path } : {}), sentence } };
}
