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

export const DEFAULT_LIMITS: SandboxLimits = {
  isolateMs: 500,
  killMs: 2000,
  memoryMb: 128,
  childMb: 1024,
  inputBytes: 8_000_000,
  maxCalls: 50_000,
  realms: 16,
};
