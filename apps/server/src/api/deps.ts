import type { Principal, Publishing, Store } from '@throughline/store';
import type { Logger } from 'pino';
import type { ConnectionTrials } from '../dryrun/connection.ts';
import type { Identity } from './identity/identity.ts';

/** What every route may use; verbs that need more (a catalogue, a dry run) are added here by serve.ts. */
export interface Deps {
  store: Store;
  identity: Identity;
  /** What a document is checked against before it is published. */
  publishing: Publishing;
  /** Reaches for a system as a delivery would. */
  trials: Pick<ConnectionTrials, 'try'>;
  log: Logger;
}

export interface ApiEnv {
  Variables: { requestId: string; principal: Principal };
}
