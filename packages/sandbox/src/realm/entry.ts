import type { RunContext } from '@throughline/engine';

const RealDate = Date;
const realNow = Date.now;

let contextText = '{}';
let context: RunContext | null = null;
let step = 0;
let seed: number | null = null;

/** Makes the clock, the dice and the context those of one entry; entries never overlap. */
export function enter(text: string): void {
  contextText = text;
  context = null;
  atStep(0);
}

/** Dice are thrown anew at each step, so that a run resumed at a step gets the same numbers. */
export function atStep(index: number): void {
  step = index;
  seed = null;
}

export function currentContext(): RunContext {
  context ??= JSON.parse(contextText) as RunContext;
  return context;
}

/** A copy that user code may do with as it likes. */
export function ownContext(): RunContext {
  return JSON.parse(contextText);
}

/** Day of acceptance, `YYYY-MM-DD`. */
export function today(): string {
  return String(currentContext().acceptedAt).slice(0, 10);
}

/** Whole milliseconds of real time: for traces only, out of reach for user code. */
export const stopwatch = (): number => realNow();

const acceptedAt = (): number => RealDate.parse(currentContext().acceptedAt);

/** mulberry32 over an FNV-1a hash of the message id and the step. */
function random(): number {
  if (seed === null) {
    let hash = 0x811c9dc5;
    for (const letter of `${currentContext().messageId}/${step}`)
      hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
    seed = hash >>> 0;
  }
  seed = (seed + 0x6d2b79f5) >>> 0;
  let mix = Math.imul(seed ^ (seed >>> 15), seed | 1);
  mix ^= mix + Math.imul(mix ^ (mix >>> 7), mix | 61);
  return ((mix ^ (mix >>> 14)) >>> 0) / 4294967296;
}

function pinnedDate(this: unknown, ...parts: unknown[]): unknown {
  if (new.target === undefined) return new RealDate(acceptedAt()).toString();
  return Reflect.construct(RealDate, parts.length > 0 ? parts : [acceptedAt()], new.target);
}

/** A Date whose now is the instant of acceptance. */
export const PinnedDate = Object.defineProperties(pinnedDate, {
  name: { value: 'Date' },
  prototype: { value: RealDate.prototype },
  now: { value: acceptedAt },
  parse: { value: RealDate.parse },
  UTC: { value: RealDate.UTC },
}) as unknown as DateConstructor;

/** Math whose random is the same for the same message and step. */
export const SeededMath = Object.defineProperties(
  {},
  {
    ...Object.getOwnPropertyDescriptors(Math),
    random: { value: random },
  },
) as Math;
