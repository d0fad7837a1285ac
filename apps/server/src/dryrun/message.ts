import { type StepError, StepFailure } from '@throughline/engine';
import type { Fixture, Plan } from '@throughline/flow';
import { enter, receive, recordsIn } from '@throughline/nodes/runs';
import type { Incoming } from './rehearsal.ts';

/** A message to try: text, or base64 where it is not UTF-8. */
export interface Sample {
  contentType: string;
  body: string;
  encoding?: 'text' | 'base64' | undefined;
}

export type Entered = Incoming | { refused: { code: string; sentence: string; path?: string } };

export function bytesOf({ body, encoding = 'text' }: Sample): Buffer {
  return Buffer.from(body, encoding === 'base64' ? 'base64' : 'utf8');
}

export function sampleOf({ contentType, body }: Pick<Fixture, 'contentType' | 'body'>): Sample {
  return { contentType, body };
}

/**
 * Where and as what a message comes in: at a trigger the bytes are read and checked as at the door; before any other step it is the JSON
 * that the step would see.
 */
export function enterAt(plan: Plan, sample: Sample, from: string | undefined): Entered {
  const bytes = bytesOf(sample);
  const index = from === undefined ? -1 : plan.steps.findIndex(({ node }) => node === from);
  if (from !== undefined && index === -1) {
    return refused({ code: 'step_missing', sentence: 'The step where the message comes in cannot run as it stands.' });
  }
  if (from !== undefined && plan.steps[index]!.place !== 'trigger') return before(index, sample);
  const door = enter(plan, { name: 'message', bytes }, from);
  if ('refused' in door) return door;
  const contentType = sample.contentType || door.contentType;
  try {
    const step = plan.steps[door.trigger]!;
    const records = recordsIn(step, bytes, contentType);
    const message = records === undefined ? receive(step, bytes, contentType) : 'null';
    return { step: door.trigger, message, contentType, records };
  } catch (cause) {
    if (cause instanceof StepFailure) return refused(cause.error);
    throw cause;
  }
}

function before(step: number, { body }: Sample): Entered {
  try {
    JSON.parse(body);
    return { step, message: body, contentType: 'application/json' };
  } catch {
    return refused({ code: 'json_malformed', sentence: 'What comes in before this step is JSON, and this is none.' });
  }
}

function refused({ code, sentence, path }: Pick<StepError, 'code' | 'sentence' | 'path'>): Entered {
  return { refused: { code, sentence, ...(path === undefined ? {} : { path }) } };
}
