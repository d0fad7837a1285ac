export type { Cage, Wall } from './cage.ts';
export type { SandboxEvent } from './events.ts';
export type { SandboxLimits } from './limits.ts';
export { type CagedSandbox, createSandbox, type SandboxOptions } from './sandbox.ts';
