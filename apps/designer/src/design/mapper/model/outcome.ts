import type { Place } from './place.ts';

/** What stands at a place of the outgoing message: of lists the first element. Undefined: nothing. */
export function outcomeAt(output: unknown, place: Place): unknown {
  let here = output;
  for (const step of place) {
    if (step === 'otherwise') continue;
    if (here === null || typeof here !== 'object') return undefined;
    if (typeof step === 'object') here = (here as Record<string, unknown>)[step.field];
    else here = Array.isArray(here) ? here[step === 'each' ? 0 : step] : here;
  }
  return here;
}
