import { defineNode, type Problem } from '@throughline/flow';
import { Cron } from 'croner';
import { z } from 'zod';
import { out } from '../../form/delivery.ts';
import { keyProblems, keys, noKeys } from '../../form/keys.ts';
import { dottedPath, setting } from '../../form/setting.ts';

type Finding = Omit<Problem, 'node'>;

export const scheduleTrigger = defineNode({
  type: 'trigger.schedule',
  version: 1,
  kind: 'trigger',
  name: 'On a schedule',
  summary: 'Starts at set times, once over all servers',
  help: 'Makes one message at each time of the schedule, however many servers run. The message is the JSON below, with the time it was due written into it. A time that the clock skips in spring runs just after; one that comes twice in autumn runs once.',
  icon: 'clock-play',
  config: z.strictObject({
    cron: setting(z.string().min(1).max(200), 'cron', 'Times', {
      description: 'Minute, hour, day, month, weekday; with six fields the first is the second.',
      placeholder: '0 6 * * 1-5',
    }),
    timeZone: setting(z.string().min(1).max(64), 'time-zone', 'Time zone', { placeholder: 'Europe/Berlin' }),
    message: setting(z.string().max(100_000), 'json', 'Message', { description: 'A JSON object.', language: 'json' }),
    into: setting(dottedPath.default('scheduledFor'), 'path', 'Due time goes into', {
      description: 'The instant the message was due, in UTC, is written here.',
      advanced: true,
    }),
    keys,
  }),
  initial: { cron: '0 6 * * *', timeZone: 'UTC', message: '{}', into: 'scheduledFor', keys: noKeys },
  brief: ({ cron, timeZone }) => `${cron} ${timeZone}`,
  inputs: 0,
  outputs: () => out,
  step: () => ({ place: 'trigger' }),
  check: ({ cron, timeZone, message, keys }) => [
    ...cronProblems(cron, timeZone),
    ...messageProblems(message),
    ...keyProblems({ keys, format: 'json', headers: false }),
  ],
  migrations: [],
});

function cronProblems(cron: string, timeZone: string): Finding[] {
  if (!isTimeZone(timeZone)) {
    return [error('time_zone', `There is no time zone ${timeZone}; it is named as in Europe/Berlin.`, '/timeZone')];
  }
  try {
    const next = new Cron(cron, { paused: true, timezone: timeZone, mode: '5-or-6-parts' }).nextRun();
    return next ? [] : [error('cron_never', 'These times never come.', '/cron')];
  } catch {
    return [error('cron_invalid', 'The times are not a cron expression of five or six fields.', '/cron')];
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function messageProblems(text: string): Finding[] {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
    return isObject ? [] : [error('message_invalid', 'The message must be a JSON object.', '/message')];
  } catch {
    return [error('message_invalid', 'The message is not JSON.', '/message')];
  }
}

function error(code: string, sentence: string, field: string): Finding {
  return { severity: 'error', code, sentence, field };
}
