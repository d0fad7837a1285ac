import { type Logger, pino } from 'pino';

/** Structured lines on standard error: ids, counts and codes, never message content. */
export function createLog(): Logger {
  return pino({ level: 'warn', base: { pid: process.pid } }, pino.destination(2));
}
