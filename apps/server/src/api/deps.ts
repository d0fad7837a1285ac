import type { Arrival, Principal, Publishing, Receive, Store } from '@throughline/store';
import type { Logger } from 'pino';
import type { ConnectionTrials } from '../dryrun/connection.ts';
import type { DryRun } from '../dryrun/dryrun.ts';
import type { PlayFixtures } from '../dryrun/fixtures.ts';
import type { Identity } from './identity/identity.ts';
import type { Feed } from './live/feed.ts';
import type { FieldProblem } from './refusal.ts';

/** What every route may use; verbs that need more (a catalogue, a dry run) are added here by serve.ts. */
export interface Deps {
  store: Store;
  identity: Identity;
  /** What a document is checked against before it is published. */
  publishing: Publishing;
  /** Flows tried on samples. */
  dryRun: DryRun;
  /** What all processes announce. */
  feed: Feed;
  /** Reaches for a system as a delivery would. */
  trials: Pick<ConnectionTrials, 'try'>;
  /** The newest head of the audit that is kept outside the database; rejects where it was altered. */
  anchor: () => Promise<{ sequence: number; hash: string } | null>;
  /** Takes the sample messages of a version through it, without effects. */
  play: PlayFixtures;
  arrive: ArriveByHand;
  /** How a format is read, for replays that start at a step. */
  receive: Receive;
  log: Logger;
}

/** Brings a person's message to a live trigger's door: ready to be accepted, or refused as that door would. */
export type ArriveByHand = (message: {
  environment: string;
  flow: string;
  trigger: string | undefined;
  content: { raw: Buffer; contentType: string } | { fixture: string };
  headers: Record<string, string>;
}) => Promise<
  | { arrival: Arrival; trigger: string }
  | { refused: { status: number; code: string; sentence: string; errors: FieldProblem[] } }
>;

export interface ApiEnv {
  Variables: { requestId: string; principal: Principal };
}
