import type { HostRun } from '@throughline/engine';
import { numberWithin, optionalText } from '../../settings.ts';

const DAY_S = 86_400;
const MAX_PIECES = 100_000;

/**
 * Waits for the messages of one key, or for the pieces of one split (key `''`, expected null: the worker knows their parent and
 * their number); the worker keeps them and makes one message of all.
 */
export const routeGather: HostRun = async ({ message, settings }) => ({
  kind: 'gather',
  port: 'all',
  key: optionalText(settings, 'key') ?? '',
  expected: settings['expected'] == null ? null : numberWithin(settings, 'expected', 0, 1, MAX_PIECES),
  timeoutS: numberWithin(settings, 'timeoutS', 3_600, 1, 7 * DAY_S),
  message,
});
