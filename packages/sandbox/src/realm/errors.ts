import type { ErrorClass, StepError } from '@throughline/engine';

export const SENTENCE_LIMIT = 500;

const known = new WeakMap<object, StepError>();

/** An error of ours: only errors made here keep their code and class, so user code cannot forge one. */
export function failure(code: string, kind: ErrorClass, sentence: string, more: Partial<StepError> = {}): Error {
  const error = new TypeError(sentence);
  known.set(error, { code, class: kind, sentence: cut(sentence), ...more });
  return error;
}

export function knownError(error: unknown): StepError | undefined {
  return typeof error === 'object' && error !== null ? known.get(error) : undefined;
}

export function cut(text: string): string {
  return text.length <= SENTENCE_LIMIT ? text : `${text.slice(0, SENTENCE_LIMIT - 1)}…`;
}

/** Arithmetic met a number that no double holds. */
export function notExactError(): StepError {
  return {
    code: 'number_not_exact',
    class: 'data',
    sentence: 'A number here has more digits than ordinary arithmetic keeps; use the decimal functions.',
  };
}

export function notExact(): Error {
  const { code, class: kind, sentence } = notExactError();
  return failure(code, kind, sentence);
}
