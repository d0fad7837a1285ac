/** Milliseconds, megabytes, bytes and counts. */
export interface SandboxLimits {
  /** Clock 1: what one entry may take inside the isolate; V8 interrupts it. */
  isolateMs: number;
  /** Clock 3: what one entry may take at all; the process is killed. */
  killMs: number;
  /** What one isolate may take. */
  memoryMb: number;
  /** What a child may take in all before it is killed. */
  childMb: number;
  /** Longest message that goes in, in bytes of UTF-8; results may have as many characters. */
  inputBytes: number;
  /** Entries after which an isolate is replaced by a fresh one. */
  maxCalls: number;
  /** Isolates that one child keeps; the least recently used one goes. */
  realms: number;
}

/** What the slowest machine we care for reads of a message in a millisecond, and writes of what came of it. */
const CHARS_PER_MS = 8000;

/** Milliseconds that an entry may take beside its step: its message is read, and what came of the one before it is written. */
export function readingMs(message: string, before = ''): number {
  return Math.floor((message.length + before.length) / CHARS_PER_MS);
}

export const DEFAULT_LIMITS: SandboxLimits = {
  isolateMs: 500,
  killMs: 2000,
  memoryMb: 128,
  childMb: 1024,
  inputBytes: 8_000_000,
  maxCalls: 50_000,
  realms: 16,
};
