import { type Leg, readsOutside } from '@throughline/engine';
import type { Plan } from '@throughline/flow';
import { type Attempt, type AttemptPorts, beginAttempt } from './attempt.ts';
import type { Unit } from './unit.ts';

/** A unit after its pure stretch, with the attempts at the destinations it came to. */
export interface Going {
  unit: Unit;
  leg: Leg | null;
  attempts: Attempt[];
  /** Destinations of a replay that had confirmed the message before: not sent again, their answers go on. */
  confirmed: { step: number; answer: string }[];
  /** Left untouched in its lane: something before it has to be settled first. */
  left: boolean;
}

/** Whether a failed attempt ends the wait of its successors: in a lane that goes on past quarantined messages it does. */
export type Passes = (attempt: Attempt) => boolean;

/** Begins every attempt of an unordered lane at once; the gates bound how many run. */
export function beginUnordered(ports: AttemptPorts, goings: Going[]): void {
  for (const going of goings) {
    if (going.leg !== null) going.attempts = effectsOf(going).map((make) => make(ports, Promise.resolve(true)));
  }
}

/**
 * In an ordered lane what is read from outside must see what came before: a unit that may read is left until it is the first of
 * its lane and no delivery of its key is under way any more; everything behind it is left with it.
 */
export function holdReaders(goings: Going[]): void {
  const backed = (goings[0]?.unit.lane.backed.size ?? 0) > 0;
  let holding = false;
  goings.forEach((going, i) => {
    const { unit } = going;
    holding ||= (i > 0 || backed) && unit.failure === null && readsOutside(unit.bound.plan, unit.work.step);
    going.left = holding;
  });
}

/** One file, or one part of one, is enough for a batch: its records are many. */
export function holdFiles(goings: Going[]): void {
  let cut = false;
  for (const going of goings) {
    if (going.unit.cut === null) continue;
    going.left ||= cut;
    cut = true;
  }
}

/**
 * Begins the attempts of an ordered lane, oldest first. At each destination a message waits for its predecessor's delivery; other
 * destinations do not wait. Behind a unit that stops its lane everything is left for later; so is what would come to a destination
 * before a predecessor that still has another one ahead of it, as a replay from a later step would.
 */
export function beginOrdered(
  ports: AttemptPorts,
  goings: Going[],
  passes: Passes,
  stopsLane: (going: Going) => boolean,
): void {
  const last = new Map<string, Promise<boolean>>();
  const ahead = new Set<string>();
  let stopped = false;
  for (const going of goings) {
    const { backed } = going.unit.lane;
    const makes = effectsOf(going);
    stopped ||= going.left || makes.some(({ node }) => ahead.has(node)) || passesBacked(going.unit, makes);
    going.left = stopped;
    if (stopped) continue;
    stopped = stopsLane(going);
    for (const node of behindOf(going)) ahead.add(node);
    going.attempts = makes.map((make) => {
      const node = make.node;
      const after = backed.has(node) ? Promise.resolve(false) : (last.get(node) ?? Promise.resolve(true));
      const attempt = make(ports, after);
      last.set(
        node,
        attempt.ended.then(() => attempt.state === 'delivered' || passes(attempt)),
      );
      return attempt;
    });
  }
}

/** Destinations that a unit may come to behind those that it is at now. */
function behindOf({ unit, leg, confirmed }: Going): string[] {
  return [...(leg?.effects ?? []), ...confirmed].flatMap(({ step }) => behind(unit.bound.plan, step));
}

/** Whether a predecessor still waits for a destination behind which this unit's own one lies. */
function passesBacked({ lane, work, bound }: Unit, makes: Make[]): boolean {
  if (lane.backed.size === 0) return false;
  return bound.plan.steps.some(
    ({ node }, step) =>
      (lane.backed.get(node) ?? Number.POSITIVE_INFINITY) < work.seq &&
      behind(bound.plan, step).some((later) => makes.some((make) => make.node === later)),
  );
}

function behind({ steps, destinations }: Plan, step: number): string[] {
  const { reach, destination } = steps[step]!;
  return reach.filter((later) => later !== destination).map((later) => destinations[later]!.node);
}

type Make = ((ports: AttemptPorts, after: Promise<boolean>) => Attempt) & { node: string };

function effectsOf({ unit, leg }: Going): Make[] {
  const seen = new Map<number, number>();
  return (leg?.effects ?? []).map((effect) => {
    const ordinal = seen.get(effect.step) ?? 0;
    seen.set(effect.step, ordinal + 1);
    const make = (ports: AttemptPorts, after: Promise<boolean>) => beginAttempt(ports, unit, effect, ordinal, after);
    return Object.assign(make, { node: unit.bound.plan.steps[effect.step]!.node });
  });
}
