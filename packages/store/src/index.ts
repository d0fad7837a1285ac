export { packBody, unpackBody } from './body/envelope.ts';
export type { KeyRing } from './body/keys.ts';
export { openStore, type Store, type StoreOptions } from './client.ts';
export { StoreError } from './error.ts';
export { newId } from './id.ts';
export { type Acceptance, type Arrival, accept } from './message/accept.ts';
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
