export { packBody, unpackBody } from './body/envelope.ts';
export type { KeyRing } from './body/keys.ts';
export { checkDatabase } from './check.ts';
export { openStore, type Store, type StoreOptions } from './client.ts';
export { type LoadedConnection, loadConnection } from './connection/load.ts';
export { type ConnectionWanted, saveConnection } from './connection/save.ts';
export { deploy } from './deployment/deploy.ts';
export { type Live, listLive, onLiveChange } from './deployment/live.ts';
export { type Environment, listEnvironments } from './environment/list.ts';
export { saveEnvironment } from './environment/save.ts';
export { StoreError } from './error.ts';
export { type Published, type Publishing, prepareFlow, publishFlow } from './flow/publish.ts';
export { claimProbe, closeGate, type GateState, pauseGate, readGates } from './gate/state.ts';
export { newId } from './id.ts';
export { type Acceptance, type Arrival, accept } from './message/accept.ts';
export { countWaiting } from './message/backlog.ts';
export {
  type AttemptMade,
  type DeliveryMade,
  emptyOutcome,
  type Group,
  type Outcome,
  type Piece,
  type RunChange,
  type Stop,
  settle,
  type Waiting,
} from './message/settle.ts';
export {
  beat,
  readGathered,
  release,
  rest,
  sweep,
  type TakeLimits,
  type Taken,
  type TakenLane,
  type TakenWork,
  take,
} from './message/take.ts';
export { migrate } from './migrate.ts';
export { loadPin, loadTable, type Pinned } from './pin/load.ts';
export { listQuarantine, type QuarantineFilter, type QuarantineItem } from './quarantine/list.ts';
export { resolveQuarantine } from './quarantine/resolve.ts';
export { planReplay, type ReplayMode, type ReplayPlan, type ReplayTarget, type Selection } from './replay/plan.ts';
export { type ReplayRequest, startReplay } from './replay/start.ts';
export { readAnswer } from './run/answer.ts';
export type { EnvironmentSettings, TableDefinition } from './schema/tables.ts';
export { readSecret, saveSecret } from './secret/value.ts';
export { checkRows, type RowProblem, type TableRow } from './table/check.ts';
export { importTable, TableRefused } from './table/import.ts';
export { type RunTrace, readReceipts, readReceived, readTrace, type StepRecord } from './trace/read.ts';
export type { Tx } from './tx.ts';
export { inTransaction } from './tx.ts';
export { noteProgress, registerWorker } from './worker/register.ts';
export { readVitals, type Vitals } from './worker/vitals.ts';
