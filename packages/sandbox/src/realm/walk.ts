import type { StepError } from '@throughline/engine';
import type { Program } from '@throughline/flow';
import { takeLines } from './code.ts';
import { discreet } from './discreet.ts';
import { atStep, enter, stopwatch } from './entry.ts';
import { knownError } from './errors.ts';
import { stringify } from './exact.ts';
import { explainExpression } from './expression.ts';
import { Message, messageOf } from './message.ts';
import { compileFields, compileWork, type Resolve, type Work } from './step.ts';

const VISITS_LIMIT = 1000;

/** A step of the program made ready to walk. */
interface Station {
  node: string;
  work: Work | null;
  resolve: Resolve | null;
  wires: Record<string, number[]>;
  catch: number | null;
}

interface Place {
  step: number;
  message: Message;
}

/** What an entry has come to so far. `here` is the step under way, for the case that it never ends. */
export interface Journey {
  exits: { step: number; message: string; fields: string | null }[];
  stops: { step: number; message: string; error: StepError }[];
  trace: string[];
  here: Place | null;
  since: number;
  ahead: Place[];
}

export function stationsOf(program: Program, faultyLines: Record<number, number>): (Station | null)[] {
  return program.steps.map((step, index) =>
    step
      ? {
          node: step.node,
          work: step.op ? compileWork(step.op, index, faultyLines[index]) : null,
          resolve: step.fields.length > 0 ? compileFields(step.fields) : null,
          wires: step.wires,
          catch: step.catch,
        }
      : null,
  );
}

export function startJourney(step: number, message: string, context: string): Journey {
  enter(context);
  return { exits: [], stops: [], trace: [], here: null, since: 0, ahead: [{ step, message: new Message(message) }] };
}

/** Walks until every copy of the message has left the realm, ended or stopped. */
export async function walk(stations: (Station | null)[], journey: Journey): Promise<void> {
  for (let visits = 1; ; visits++) {
    const place = journey.ahead.shift();
    if (!place) break;
    journey.here = place;
    journey.since = stopwatch();
    atStep(place.step);
    const station = stations[place.step] ?? null;
    if (visits > VISITS_LIMIT) stop(stations, journey, tooManySteps());
    else if (station?.work) await visit(stations, journey, station, station.work);
    else await leave(stations, journey, station?.resolve ?? null);
  }
  journey.here = null;
}

async function visit(stations: (Station | null)[], journey: Journey, station: Station, work: Work): Promise<void> {
  const { message } = journey.here as Place;
  try {
    const onward = await work.run(message);
    const outcome = onward.message === message ? '"same":true' : `"out":${onward.message.text}`;
    const notes = logged();
    if (onward.ports.length === 0) record(journey, `"end":"filtered"${notes}`);
    for (const port of onward.ports) {
      record(journey, `"port":${stringify(port)},${outcome}${notes}`);
      for (const next of station.wires[port] ?? []) journey.ahead.push({ step: next, message: onward.message });
    }
  } catch (error) {
    stop(stations, journey, work.explain(error), logged());
  }
}

async function leave(stations: (Station | null)[], journey: Journey, resolve: Resolve | null): Promise<void> {
  const { step, message } = journey.here as Place;
  try {
    const fields = resolve ? messageOf(await resolve(message)).text : null;
    journey.exits.push({ step, message: message.text, fields });
  } catch (error) {
    stop(stations, journey, knownError(error) ?? explainExpression(error));
  }
}

/** The message stops here, or goes on behind the step that catches this step's errors. */
function stop(stations: (Station | null)[], journey: Journey, fault: StepError, notes = ''): void {
  const { step, message } = journey.here as Place;
  const error = discreet(fault, message.text);
  record(journey, `"error":${stringify(error)}${notes}`);
  const station = stations[step];
  const catcher = station?.catch ?? null;
  if (!station || catcher === null || error.code === 'steps_limit') {
    journey.stops.push({ step, message: message.text, error });
    return;
  }
  const { code, class: kind, sentence, path } = error;
  const about = stringify({ code, class: kind, sentence, step: station.node, path });
  const caught = new Message(`{"error":${about},"message":${message.text}}`);
  const behind = stations[catcher];
  if (!behind) {
    journey.ahead.push({ step: catcher, message: caught });
    return;
  }
  journey.trace.push(`{"s":${catcher},"us":0,"port":"out","out":${caught.text}}`);
  for (const next of behind.wires['out'] ?? []) journey.ahead.push({ step: next, message: caught });
}

function record(journey: Journey, rest: string): void {
  journey.trace.push(`{"s":${journey.here?.step},"us":${1000 * (stopwatch() - journey.since)},${rest}}`);
}

function logged(): string {
  const lines = takeLines();
  return lines.length > 0 ? `,"log":${stringify(lines)}` : '';
}

const tooManySteps = (): StepError => ({
  code: 'steps_limit',
  class: 'limit',
  sentence: `The message took more than ${VISITS_LIMIT} steps.`,
});
