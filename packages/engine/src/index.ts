export {
  type AdvancePorts,
  advance,
  type Effect,
  type Gather,
  type Item,
  type Leg,
  type Split,
  type Stopped,
  type Token,
} from './advance.ts';
export { caught, DEFAULT_RETRY, isTransient, type Verdict, verdict } from './failure.ts';
export { type Fate, fateOf, names, reachOf } from './fate.ts';
export { readsOutside } from './outside.ts';
export {
  type Connection,
  type Delivery,
  type EffectRun,
  type EgressRule,
  type ErrorClass,
  type HostInput,
  type HostOutcome,
  type HostRun,
  type Reach,
  type RealmEntry,
  type RealmExit,
  type RealmResult,
  type RealmStop,
  type Receipt,
  type RunContext,
  type Runs,
  type Sandbox,
  type SandboxEnd,
  type StepError,
  StepFailure,
} from './ports.ts';
export { type Rehearsal, type RehearsalPorts, type Rehearsed, type RehearsedDelivery, rehearse } from './rehearse.ts';
export { type Reply, replyOf } from './reply.ts';
export { settingsOf } from './settings.ts';
export { microsecondsSince, stepRecord } from './trace.ts';
