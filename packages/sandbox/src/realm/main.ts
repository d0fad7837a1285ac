import './url.ts';
import type { StepError } from '@throughline/engine';
import type { Program, ProgramStep } from '@throughline/flow';
import { parseBody } from './code.ts';
import { knownError } from './errors.ts';
import { stringify } from './exact.ts';
import { compileExpression, explainExpression } from './expression.ts';
import { limitText } from './message.ts';
import { written, writtenStopped } from './outcome.ts';
import { addTable } from './tables.ts';
import { type Journey, startJourney, stationsOf, walk } from './walk.ts';

/**
 * The realm's front door. The host calls `boot` once, then `run` for each entry. A call of `run` starts one entry and answers
 * the outcome of the entry before: the microtasks that finish an entry run after its call and before the next. When `run`
 * answers PENDING, that entry never ended; the realm then refuses everything but `stopped`, and is thrown away.
 */
const PENDING = '!';
/** In place of a step: the message is text to check, the context its language. */
const CHECK = -1;
/** In place of a step: one that no program has stands before the message, as `length`, newline, JSON text. */
const TRY = -2;

let stations: ReturnType<typeof stationsOf> = [];
let outcome = '';
let journey: Journey | null = null;
let start = { step: 0, message: '' };

lockdown({ errorTaming: 'unsafe', consoleTaming: 'unsafe', overrideTaming: 'moderate', reporting: 'none' });

/** `faultyLines`: step → the line where its code stops being JavaScript, found by the host's compiler. */
export function boot(program: string, textLimit: number, faultyLines: string): void {
  limitText(textLimit);
  stations = stationsOf(JSON.parse(program) as Program, JSON.parse(faultyLines) as Record<number, number>);
}

export { addTable };

export function run(step: number, message: string, context: string): string {
  if (journey !== null) return PENDING;
  const before = outcome;
  if (step === CHECK) outcome = checked(message, context);
  else if (step === TRY) tryOut(message, context);
  else begin(stations, { step, message }, context);
  return before;
}

/** The outcome of the last entry, once all are through. */
export function last(): string {
  return journey === null ? outcome : PENDING;
}

/** The outcome of the entry under way, ended by `error` (JSON text); empty when there is none. */
export function stopped(error: string): string {
  return journey === null ? '' : writtenStopped(journey, start, JSON.parse(error) as StepError);
}

/** Walks a message through the one step that came with it. */
function tryOut(text: string, context: string): void {
  const at = text.indexOf('\n') + 1;
  const end = at + Number(text.slice(0, at));
  const { faultyLine, ...step } = JSON.parse(text.slice(at, end)) as ProgramStep & { faultyLine?: number };
  const alone = { id: '', steps: [step], tables: [] };
  const lines: Record<number, number> = faultyLine === undefined ? {} : { 0: faultyLine };
  begin(stationsOf(alone, lines), { step: 0, message: text.slice(end) }, context);
}

function begin(through: typeof stations, from: typeof start, context: string): void {
  start = from;
  const under = startJourney(from.step, from.message, context);
  journey = under;
  const end = (text: string): void => {
    outcome = text;
    journey = null;
  };
  walk(through, under).then(
    () => end(written(under)),
    () => end(writtenStopped(under, start, FAULT)),
  );
}

/** Nothing a message does should lead here. */
const FAULT: StepError = {
  code: 'crash',
  class: 'code',
  sentence: 'The sandbox failed while the message was under way.',
};

/** `null` or the error, as JSON text. `language` is jsonata, javascript or javascript:<faulty line>. */
function checked(text: string, language: string): string {
  try {
    if (language === 'jsonata') compileExpression(text);
    else parseBody(text, Number(language.split(':')[1]) || undefined);
    return 'null';
  } catch (error) {
    return stringify(knownError(error) ?? explainExpression(error));
  }
}
