import type { RealmExit, RealmResult, RealmStop, StepError } from '@throughline/engine';

/** Reads the text that realm/outcome.ts writes. */
export function readOutcome(text: string): RealmResult {
  const headEnd = text.indexOf('\n');
  let at = headEnd + 1;
  const next = (length: number): string => {
    at += length;
    return text.slice(at - length, at);
  };
  const exits: RealmExit[] = [];
  const stops: RealmStop[] = [];
  let trace = '[]';
  for (const part of text.slice(0, headEnd).split(';')) {
    const [first = 0, second = 0, third = 0] = part.slice(1).split(',').map(Number);
    if (part[0] === 'E') exits.push({ step: first, message: next(second), fields: third < 0 ? null : next(third) });
    else if (part[0] === 'S')
      stops.push({ step: first, message: next(second), error: JSON.parse(next(third)) as StepError });
    else trace = next(first);
  }
  return { exits, stops, trace };
}

/** An entry that ended where the realm could say nothing about it: stopped where it came in. */
export function stoppedAt(step: number, message: string, error: StepError): RealmResult {
  return { exits: [], stops: [{ step, message, error }], trace: `[${JSON.stringify({ s: step, us: 0, error })}]` };
}
