import { Refusal } from './refusal.ts';

/** How often one person may do something, in this process. */
export interface Pace {
  /** Throws Refusal 429 with `retry-after` when this person did it too often. */
  take(person: string): void;
}

interface Allowance {
  left: number;
  at: number;
}

/** Beyond so many people, those who have their whole allowance again are forgotten. */
const KNOWN = 1000;

/** `perMinute` in the long run, of which `atOnce` may come in one go. `doing` stands in the sentence: “try messages”. */
export function createPace({
  code,
  doing,
  perMinute,
  atOnce,
  now = Date.now,
}: {
  code: string;
  doing: string;
  perMinute: number;
  atOnce: number;
  now?: () => number;
}): Pace {
  const known = new Map<string, Allowance>();
  const perMs = perMinute / 60_000;
  const leftOf = ({ left, at }: Allowance) => Math.min(atOnce, left + (now() - at) * perMs);

  function forget(): void {
    for (const [person, allowance] of known) if (leftOf(allowance) >= atOnce) known.delete(person);
  }

  return {
    take(person) {
      const left = leftOf(known.get(person) ?? { left: atOnce, at: now() });
      if (left < 1) {
        const seconds = Math.ceil((1 - left) / perMs / 1000);
        const sentence = `One person may ${doing} ${perMinute} times a minute; go on in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`;
        throw new Refusal(429, code, sentence, { headers: { 'retry-after': String(seconds) } });
      }
      if (known.size >= KNOWN) forget();
      known.set(person, { left: left - 1, at: now() });
    },
  };
}
