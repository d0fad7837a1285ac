import type { Principal, Store } from '@throughline/store';
import type { Logger } from 'pino';
import type { Identity } from './identity/identity.ts';

/** What every route may use; verbs that need more (a catalogue, a dry run) are added here by serve.ts. */
export interface Deps {
  store: Store;
  identity: Identity;
  log: Logger;
}

export interface ApiEnv {
  Variables: { requestId: string; principal: Principal };
}
