import type { Cage } from './cage.ts';

/** What the sandbox tells its keeper; never message content. */
export type SandboxEvent =
  | { event: 'child-ready'; pid: number; cage: Cage }
  | { event: 'child-ended'; pid: number; why: 'closed' | 'killed' | 'memory' | 'died'; complaint: string };
