import { hkdfSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { receive } from '@throughline/nodes/runs';
import type { Publishing, Store } from '@throughline/store';
import type { Logger } from 'pino';
import { createApi, ensureFirstAdmin, openFeed } from '../api/app.ts';
import type { ConnectionTrials } from '../dryrun/connection.ts';
import type { DryRun } from '../dryrun/dryrun.ts';
import type { PlayFixtures } from '../dryrun/fixtures.ts';
import { arriveByHand } from '../intake/hand.ts';
import type { Anchors } from './anchor.ts';

export interface ApiDoorOptions {
  store: Store;
  publishing: Publishing;
  dryRun: DryRun;
  play: PlayFixtures;
  masterKey: Buffer;
  trials: ConnectionTrials;
  anchors: Anchors;
  host: string;
  port: number;
  publicUrl?: string | undefined;
  adminPassword?: string;
  log: Logger;
}

export interface ApiDoor {
  listener: RequestListener;
  /** Ends the streams, so that the server may close. */
  close(): void;
}

const VERSION = '0.1.0';
const DESIGNER = fileURLToPath(new URL('../../../designer/dist/', import.meta.url));

/** The door for people: the API, its description and the web app; the first admin is made when there is nobody yet. */
export async function openApi({
  store,
  publishing,
  dryRun,
  play,
  masterKey,
  trials,
  anchors,
  host,
  port,
  publicUrl,
  adminPassword,
  log,
}: ApiDoorOptions): Promise<ApiDoor> {
  await ensureFirstAdmin(store, adminPassword);
  const secret = Buffer.from(hkdfSync('sha256', masterKey, '', 'throughline session cookies', 32));
  const names = host === '127.0.0.1' || host === '0.0.0.0' ? ['localhost', '127.0.0.1'] : [host];
  const own = names.map((name) => `http://${name}:${port}`);
  // The first decides whether cookies are for TLS alone, so behind TLS it is the only one.
  const [first = `http://${host}:${port}`, ...rest] = publicUrl === undefined ? own : [publicUrl];
  const feed = openFeed(store);
  const app = createApi({
    store,
    feed,
    auth: { secret, origins: [first, ...rest] },
    publishing,
    dryRun,
    receive,
    trials,
    play,
    anchor: () => anchors.latest(),
    arrive: (message) => arriveByHand(store, message),
    log,
    version: VERSION,
    designer: existsSync(DESIGNER) ? DESIGNER : undefined,
    addressOf: (c) => getConnInfo(c).remote.address ?? null,
  });
  return { listener: getRequestListener(app.fetch), close: feed.close };
}
