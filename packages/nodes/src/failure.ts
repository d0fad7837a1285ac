import { type ErrorClass, type StepError, StepFailure } from '@throughline/engine';

/** A StepFailure in one line; the sentence names fields and limits, never values of the message or secrets. */
export function failure(
  errorClass: ErrorClass,
  code: string,
  sentence: string,
  more: Pick<StepError, 'path' | 'retryAfterS'> = {},
): StepFailure {
  return new StepFailure({ code, class: errorClass, sentence, ...more });
}
