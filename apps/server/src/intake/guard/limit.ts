import {
  type CallLimit,
  type CallPlace,
  type CallsTaken,
  type Quota,
  type Rate,
  type Store,
  takeCalls,
} from '@throughline/store';
import { Refusal, storeRefusal } from '../refusal.ts';

/** Counts calls in the database, so that all processes keep one count; calls that come together are counted together. */
export interface Limiter {
  /**
   * Resolves with the headers that say what is left (draft-ietf-httpapi-ratelimit-headers-10). Throws Refusal 429 with Retry-After, and
   * 503 when nobody can count.
   */
  take(place: CallPlace, limits: readonly CallLimit[]): Promise<Record<string, string>>;
}

interface Waiting {
  resolve: (headers: Record<string, string>) => void;
  reject: (error: unknown) => void;
}

const AT_ONCE = 1000;
/** Registered by the same draft. */
const PROBLEM = 'https://iana.org/assignments/http-problem-types#quota-exceeded';

export function createLimiter(store: Store): Limiter {
  const gathering = new Map<string, Waiting[]>();

  async function count(key: string, place: CallPlace, limits: readonly CallLimit[]): Promise<void> {
    for (;;) {
      const waiting = gathering.get(key)!;
      if (waiting.length === 0) break;
      const batch = waiting.splice(0, AT_ONCE);
      try {
        const taken = await takeCalls(store, place, batch.length, limits);
        for (const [i, one] of batch.entries()) answer(one, i, taken, limits);
      } catch (error) {
        for (const { reject } of batch) reject(storeRefusal(error));
      }
    }
    gathering.delete(key);
  }

  return {
    take: (place, limits) =>
      new Promise((resolve, reject) => {
        const key = JSON.stringify([place, limits]);
        const waiting = gathering.get(key);
        if (waiting !== undefined) {
          waiting.push({ resolve, reject });
          return;
        }
        gathering.set(key, [{ resolve, reject }]);
        void count(key, place, limits);
      }),
  };
}

/** The first of those that were counted together see what was left before the others. */
function answer({ resolve, reject }: Waiting, i: number, taken: CallsTaken, limits: readonly CallLimit[]): void {
  const { granted, remaining, resets } = taken;
  const left = remaining.map((calls) => calls + Math.max(0, granted - 1 - i));
  const headers = fieldsOf(limits, left, resets);
  if (i < granted) {
    resolve(headers);
    return;
  }
  const over = limits.filter((_, at) => remaining[at] === 0);
  const wait = Math.max(1, ...resets.filter((_, at) => remaining[at] === 0));
  const names = over.map(({ name }) => name);
  const sentence = `More came than may come (${limits
    .filter(({ name }) => names.includes(name))
    .map(wordsOf)
    .join('; ')}); nothing was accepted.`;
  reject(new Refusal(429, 'too_often', sentence, { type: PROBLEM, 'violated-policies': names }, wait, headers));
}

function fieldsOf(limits: readonly CallLimit[], left: number[], resets: number[]): Record<string, string> {
  return {
    'ratelimit-policy': limits
      .map(({ name, calls, seconds }) => `"${name}";q=${calls};w=${seconds || MONTH_S}`)
      .join(', '),
    ratelimit: limits.map(({ name }, i) => `"${name}";r=${left[i]};t=${resets[i]}`).join(', '),
  };
}

const DAY_S = 86_400;
/** A calendar month, as nearly as the header can say it. */
const MONTH_S = 30 * DAY_S;

/** In the order in which rows are locked. */
export function limitsOf(rate: Rate | null, quota: Quota | null): CallLimit[] {
  return [
    ...(quota === null ? [] : [{ name: 'quota', calls: quota.calls, seconds: quota.per === 'day' ? DAY_S : 0 }]),
    ...(rate === null ? [] : [{ name: 'rate', ...rate }]),
  ];
}

function wordsOf({ calls, seconds }: CallLimit): string {
  if (seconds === 0) return `${calls} in a month`;
  return seconds === DAY_S ? `${calls} in a day` : `${calls} in ${seconds} s`;
}
