import type { HostRun } from '@throughline/engine';
import { failure } from '../../failure.ts';
import { numberWithin, optionalText } from '../../settings.ts';

const DAY_S = 86_400;
const MAX_PIECES = 100_000;

/** Waits for the messages of one key, or for the pieces of one split; the worker keeps them and makes one message of all. */
export const routeGather: HostRun = async ({ message, settings, context }) => {
  const key = optionalText(settings, 'key') ?? context.split?.message;
  if (key === undefined) {
    throw failure('data', 'gather_key_missing', 'The message has no key and is no piece of a split.', { path: 'key' });
  }
  return {
    kind: 'gather',
    port: 'all',
    key,
    expected: settings['expected'] == null ? null : numberWithin(settings, 'expected', 0, 1, MAX_PIECES),
    timeoutS: numberWithin(settings, 'timeoutS', 3_600, 1, 7 * DAY_S),
    message,
  };
};
