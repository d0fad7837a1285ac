import { FormatError } from '@throughline/formats';
import { failure } from './failure.ts';

/** Runs work on a format; a fault in the message becomes class `data` with the format's own code and place. */
export function reading<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof FormatError) throw failure('data', error.code, error.sentence, { path: error.position.field });
    throw error;
  }
}
