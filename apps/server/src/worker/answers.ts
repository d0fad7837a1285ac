import type { Reply } from '@throughline/engine';

/** A reply that is durable now and that somebody may be waiting for. */
export interface Answered {
  run: string;
  reply: Reply;
}

/** Where replies of this process's worker are handed to this process's intake without a detour over the database. */
export interface Answers {
  publish(run: string, reply: Reply): void;
}
