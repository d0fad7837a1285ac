import type { HostRun } from '@throughline/engine';
import { numberWithin, optionalText } from '../../settings.ts';

const DAY_S = 86_400;
const MAX_PIECES = 100_000;

/** Waits for the pieces of one split, or for the messages of one key; the engine keeps them and makes one message of all. */
export const routeGather: HostRun = async ({ message, settings, context }) => ({
  kind: 'gather',
  port: 'out',
  key: optionalText(settings, 'key') ?? context.correlationId,
  expected: settings['expected'] == null ? null : numberWithin(settings, 'expected', 0, 1, MAX_PIECES),
  timeoutS: numberWithin(settings, 'timeoutS', 3_600, 1, 7 * DAY_S),
  message,
});
