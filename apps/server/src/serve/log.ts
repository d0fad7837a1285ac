import { pino } from 'pino';
import type { Log } from '../worker/worker.ts';

/** Structured lines on standard error: ids, counts and codes, never message content. */
export function createLog(): Log {
  return pino({ level: 'warn', base: { pid: process.pid } }, pino.destination(2));
}
