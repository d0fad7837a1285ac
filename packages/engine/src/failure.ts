import type { EffectSafety, PlanStep, RetryPolicy } from '@throughline/flow';
import type { StepError } from './ports.ts';

/** Crashes of the sandbox may be the neighbour's fault; three of one message are its own. */
const MAX_CRASHES = 3;

export const DEFAULT_RETRY: RetryPolicy = { firstS: 1, maxS: 300, budgetS: 14_400 };

export type Verdict =
  | { do: 'retry'; afterS: number }
  | { do: 'catch'; step: number }
  | { do: 'quarantine'; error: StepError };

export function isTransient(error: StepError): boolean {
  return error.class === 'unavailable' || error.class === 'rate-limited' || error.class === 'unknown-outcome';
}

/**
 * What happens after a failed attempt (RUNS.md promise 9): transient classes are tried again with doubling, jittered delays
 * until the budget is spent; an unknown outcome only where the destination tolerates a repeat; everything else at once goes to the
 * step's catch, or to quarantine. `attempts` counts this one; times in seconds.
 */
export function verdict(step: PlanStep, error: StepError, attempts: number, elapsedS: number, random: number): Verdict {
  const retry = step.retry ?? DEFAULT_RETRY;
  if (error.class === 'unknown-outcome' && !toleratesRepeat(step.safety)) {
    return {
      do: 'quarantine',
      error: {
        ...error,
        code: 'unknown_outcome',
        sentence: `${error.sentence} ${step.name} cannot be asked, so a person decides.`,
      },
    };
  }
  if (error.code === 'crash' && attempts < MAX_CRASHES) return { do: 'retry', afterS: 0.2 };
  if (isTransient(error)) {
    const afterS = Math.max(backoff(retry, attempts, random), error.retryAfterS ?? 0);
    if (elapsedS + afterS <= retry.budgetS) return { do: 'retry', afterS };
  }
  if (step.catch !== null) return { do: 'catch', step: step.catch };
  return { do: 'quarantine', error };
}

function toleratesRepeat(safety: EffectSafety | null): boolean {
  return safety === 'idempotent' || safety === 'queryable' || safety === null;
}

/** firstS × 2^(attempts − 1), at most maxS, times 0.5–1.5. */
function backoff(retry: RetryPolicy, attempts: number, random: number): number {
  return Math.min(retry.maxS, retry.firstS * 2 ** Math.min(attempts - 1, 30)) * (0.5 + random);
}

/** The message that a catch step receives. `message` is JSON text. */
export function caught(step: PlanStep, error: StepError, message: string): string {
  const { code, class: kind, sentence, path } = error;
  return `{"error":${JSON.stringify({ code, class: kind, sentence, step: step.node, path })},"message":${message}}`;
}
