import type { StepError } from '@throughline/engine';
import { stringify } from './exact.ts';
import type { Journey } from './walk.ts';

/**
 * One text per entry, so that no JSON is escaped into JSON on its way out: a line of lengths, then the texts themselves.
 * `E<step>,<message>,<fields or -1>;S<step>,<message>,<error>;T<trace>` + newline + bodies in that order.
 */
export function written({ exits, stops, trace }: Journey): string {
  let head = '';
  let body = '';
  for (const { step, message, fields } of exits) {
    head += `E${step},${message.length},${fields === null ? -1 : fields.length};`;
    body += message + (fields ?? '');
  }
  for (const { step, message, error } of stops) {
    const about = stringify(error);
    head += `S${step},${message.length},${about.length};`;
    body += message + about;
  }
  const records = `[${trace.join(',')}]`;
  return `${head}T${records.length}\n${body}${records}`;
}

/**
 * The outcome of an entry that ran out of a limit: stopped at the step under way when the message has gone one way only,
 * else wholly, where it came in, so that no copy of it is lost.
 */
export function writtenStopped(journey: Journey, start: { step: number; message: string }, error: StepError): string {
  const { here, exits, stops, ahead, trace } = journey;
  const single = here !== null && exits.length === 0 && stops.length === 0 && ahead.length === 0;
  const at = single ? { step: here.step, message: here.message.text } : start;
  const last = `{"s":${here?.step ?? start.step},"us":0,"error":${stringify(error)}}`;
  return written({ ...journey, exits: [], stops: [{ ...at, error }], trace: single ? [...trace, last] : [last] });
}
