import type { Principal, Publishing, Store } from '@throughline/store';
import type { Logger } from 'pino';
import type { Identity } from './identity/identity.ts';
import type { Feed } from './live/feed.ts';

/** What every route may use; verbs that need more (a catalogue, a dry run) are added here by serve.ts. */
export interface Deps {
  store: Store;
  identity: Identity;
  /** What a document is checked against before it is published. */
  publishing: Publishing;
  /** What all processes announce. */
  feed: Feed;
  log: Logger;
}

export interface ApiEnv {
  Variables: { requestId: string; principal: Principal };
}
