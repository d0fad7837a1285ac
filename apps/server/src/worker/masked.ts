import { type EffectRun, type HostRun, type Reach, type Runs, StepFailure } from '@throughline/engine';

/** The same runs; what they answer and what they fail with shows no secret, whatever a destination echoed. */
export function maskedRuns({ host, effect }: Runs): Runs {
  return {
    host: new Map([...host].map(([type, run]) => [type, maskedHost(run)])),
    effect: new Map([...effect].map(([type, run]) => [type, maskedEffect(run)])),
  };
}

function maskedEffect(run: EffectRun): EffectRun {
  return async (delivery) => {
    const cover = coverOf(delivery.reach);
    const receipt = await run(delivery).catch((error: unknown) => fail(error, cover));
    const { status, reference, answer } = receipt;
    return { status: cover(status), reference: reference === null ? null : cover(reference), answer: cover(answer) };
  };
}

function maskedHost(run: HostRun): HostRun {
  return async (input) => {
    const cover = coverOf(input.reach);
    const outcome = await run(input).catch((error: unknown) => fail(error, cover));
    return outcome.kind === 'out' ? { ...outcome, message: cover(outcome.message) } : outcome;
  };
}

function coverOf({ mask }: Reach): (text: string) => string {
  return mask ?? ((text) => text);
}

function fail(error: unknown, cover: (text: string) => string): never {
  if (!(error instanceof StepFailure)) throw error;
  throw new StepFailure({ ...error.error, sentence: cover(error.error.sentence) });
}
