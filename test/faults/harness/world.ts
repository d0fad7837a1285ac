import { execFileSync } from 'node:child_process';
import { hash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FlowDocument } from '@throughline/flow';
import { type Cluster, openCluster } from '@throughline/server/postgres';
import { migrate, openStore, type Store, saveConnection, saveEnvironment } from '@throughline/store';
import { until } from '../../support/stage.ts';
import type { Evidence, Outage, Place } from '../checker/evidence.ts';
import { placesOf } from './flows.ts';
import { Journal } from './journal.ts';
import { type Load, startLoad } from './load.ts';
import type { Rule } from './manner.ts';
import type { Message } from './message.ts';
import { type Part, startPart } from './part.ts';
import { type ChaosProxy, openProxy } from './proxy.ts';
import { publish } from './publish.ts';
import { type Random, randomFrom } from './random.ts';
import { counts, openFiles, type Sampler, sample } from './sample.ts';
import { type Server, type ServerWanted, startServer } from './servers.ts';
import type { SourceOptions, Target } from './source.ts';
import { stateOf } from './state.ts';

export interface WorldOptions {
  seed: number;
  flows: FlowDocument[];
  /** Laid over the cluster's settings. */
  postgres?: Record<string, string>;
  /** Where the database lives: a disk of its own. What senders and the receiver write down stands elsewhere. */
  disk?: string;
}

/**
 * A system under test with everything around it: PostgreSQL, servers, senders and a receiver as processes of their own, and a
 * proxy between any two of them.
 */
export interface World {
  folder: string;
  random: Random;
  /** What content carries that may stand in sealed storage only. */
  canary: string;
  places: Place[];
  cluster: Cluster;
  masterKey: string;
  /** Straight to the database, never through the proxy. */
  store: Store;
  proxies: { http: ChaosProxy; mllp: ChaosProxy; partner: ChaosProxy; database: ChaosProxy };
  journals: { told: string[]; arrivals: string; log: string };
  receiver: Part;
  receiverMllpPort: number;
  servers: Server[];
  sampler: Sampler;
  outages: Outage[];
  /** Of the servers that live when the world is halted. */
  files: Evidence['files'];
  /** Starts a server (all but the API in one process where nothing else is said); senders reach the last one with intake. */
  start(wanted?: Partial<ServerWanted>): Promise<Server>;
  /** The address of the database as seen through its proxy. */
  proxiedDatabase: string;
  rules(rules: Rule[]): Promise<void>;
  /** Names a connection to the receiver, with a gate of its own. */
  connect(name: string): Promise<void>;
  publish(...documents: FlowDocument[]): Promise<number[]>;
  load(wanted: { count: number } & Partial<SourceOptions>): Load;
  target(flow: string): Target;
  /** Notes that these flows were told to have accepted a message that a test sent by itself. */
  tell(message: Message, flows: string[], began: number): Promise<void>;
  inFlight(): Promise<number>;
  /** Waits until nothing is in flight; throws the ledger after so many seconds. */
  drained(seconds?: number): Promise<void>;
  /** Notes an outage that begins now; the answer ends it. */
  outage(limitS?: number): () => void;
  /** Ends sources, servers and receiver; the database and the journals stay for the checker. */
  halt(): Promise<void>;
  /** Done before everything else is closed. */
  onClose(act: () => Promise<void>): void;
  close(): Promise<void>;
}

const ROOM_BYTES = 4 * 1024 ** 3;
const PREFIX = 'throughline-faults-';

export async function openWorld(options: WorldOptions): Promise<World> {
  const folder = mkdtempSync(join(swept(roomy()), `${PREFIX}${process.pid}-`));
  const cluster = await openCluster({
    folder: join(options.disk ?? folder, 'db'),
    log: () => {},
    settings: options.postgres ?? {},
  });
  await migrate(cluster.url);
  const masterKey = randomBytes(32);
  const store = await openStore({ url: cluster.url, masterKey, name: 'faults', max: 4 });
  const journals = { told: [] as string[], arrivals: join(folder, 'arrivals.jsonl'), log: join(folder, 'server.log') };
  const receiver = startPart('receiver.ts', { args: [journals.arrivals] });
  const { url, mllpPort } = await receiver.hear<{ url: string; mllpPort: number }>('url');
  const database = new URL(cluster.url);
  const proxies = {
    http: await openProxy(),
    mllp: await openProxy(),
    partner: await openProxy({ host: '127.0.0.1', port: Number(new URL(url).port) }),
    database: await openProxy({ host: database.hostname, port: Number(database.port) }),
  };
  database.port = String(proxies.database.port);
  const canary = `CANARY${randomBytes(6).toString('hex')}`;
  const servers: Server[] = [];
  const loads: Load[] = [];
  const places: Place[] = [];
  const sampler = sample(
    store,
    () => places,
    () => servers,
  );
  let first = 1;
  const closing: (() => Promise<void>)[] = [];
  const ownPath = join(folder, 'told-by-test.jsonl');
  journals.told.push(ownPath);
  let own: Journal | null = null;

  const world: World = {
    folder,
    random: randomFrom(options.seed),
    canary,
    places,
    cluster,
    masterKey: masterKey.toString('hex'),
    store,
    proxies,
    journals,
    receiver,
    receiverMllpPort: mllpPort,
    servers,
    sampler,
    outages: [],
    files: [],
    proxiedDatabase: database.href,
    async start(wanted = {}) {
      const server = await startServer({
        roles: ['intake', 'worker'],
        databaseUrl: cluster.url,
        masterKey: world.masterKey,
        dataFolder: join(folder, 'data'),
        log: journals.log,
        ...wanted,
      });
      servers.push(server);
      if (server.mllpPort > 0) {
        proxies.http.target = { host: '127.0.0.1', port: Number(new URL(server.url).port) };
        proxies.mllp.target = { host: '127.0.0.1', port: server.mllpPort };
      }
      return server;
    },
    async rules(rules) {
      receiver.say({ rules });
      await receiver.hear('ruled');
    },
    connect: (name) => {
      const baseUrl = `http://127.0.0.1:${proxies.partner.port}`;
      return saveConnection(store, { environment: 'dev', name, type: 'http', settings: { baseUrl }, by: 'faults' });
    },
    async publish(...documents) {
      const versions = await publish(store, documents);
      for (const place of placesOf(documents)) {
        if (!places.some(({ destination }) => destination === place.destination)) places.push(place);
      }
      return versions;
    },
    target: (flow) =>
      flow === 'theatre'
        ? { flow, kind: 'mllp', port: proxies.mllp.port }
        : { flow, kind: 'http', url: `http://127.0.0.1:${proxies.http.port}/in/dev/${flow}` },
    load(wanted) {
      const journal = join(folder, `told-${journals.told.length}.jsonl`);
      journals.told.push(journal);
      const load = startLoad({
        ...{ journal, canary, first, targets: [...new Set(places.map(({ flow }) => flow))].map(world.target) },
        ...{ keys: 20, concurrency: 8, rate: 0, persistent: true, padding: 200, timeoutMs: 15_000 },
        ...wanted,
      });
      first += wanted.count;
      loads.push(load);
      return load;
    },
    async tell({ id, key, n, json }, flows, began) {
      own ??= new Journal(ownPath);
      const told = {
        id,
        key,
        n,
        sha: hash('sha256', json, 'hex'),
        answer: 'accepted',
        status: '',
        began,
        at: Date.now(),
      };
      await Promise.all(flows.map((flow) => own?.append({ flow, ...told })));
    },
    async inFlight() {
      return (await counts(store, places)).reduce((sum, { inFlight }) => sum + inFlight, 0);
    },
    async drained(seconds = 60) {
      // A database that is just coming back says nothing yet.
      await until(async () => (await world.inFlight().catch(() => null)) === 0, seconds).catch(async () => {
        throw new Error(`not drained after ${seconds} s\n${await stateOf(store, places)}`);
      });
    },
    outage(limitS = 15) {
      const outage = { from: Date.now(), until: Number.POSITIVE_INFINITY, limitS };
      world.outages.push(outage);
      return () => {
        outage.until = Date.now();
      };
    },
    async halt() {
      await Promise.all(loads.map((load) => load.stop()));
      await sampler.stop();
      own?.close();
      own = null;
      const living = servers.filter(({ isGone }) => !isGone);
      world.files.push(...living.map(({ pid, files }) => ({ pid, before: files, after: openFiles(pid) })));
      await Promise.all(living.map((server) => server.end()));
      await receiver.end();
    },
    onClose: (act) => void closing.push(act),
    async close() {
      for (const act of closing) await act();
      await world.halt();
      await store.close();
      for (const proxy of Object.values(proxies)) await proxy.close();
      await cluster.close('now');
      rmSync(folder, { recursive: true, force: true });
    },
  };

  const egress = [{ to: '127.0.0.1', ports: 'any' as const, reason: 'the receiver is on this machine' }];
  await saveEnvironment(store, { name: 'dev', title: 'Dev', colour: 'teal', protected: false, settings: { egress } });
  await world.connect('partner');
  await world.publish(...options.flows);
  return world;
}

/** Clears away the worlds of runs that were killed. */
function swept(place: string): string {
  for (const name of readdirSync(place).filter((entry) => entry.startsWith(PREFIX))) {
    const [pid = ''] = name.slice(PREFIX.length).split('-');
    if (existsSync(`/proc/${pid}`)) continue;
    const folder = join(place, name);
    for (const disk of disksIn(folder)) execFileSync('umount', ['-l', disk]);
    rmSync(folder, { recursive: true, force: true });
  }
  return place;
}

/** Disks that a killed run has left below a folder, the innermost first. */
function disksIn(folder: string): string[] {
  if (!existsSync('/proc/self/mounts')) return [];
  const places = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  return places.filter((place) => place.startsWith(`${folder}/`)).reverse();
}

function roomy(): string {
  if (!existsSync('/dev/shm')) return tmpdir();
  const { bavail, bsize } = statfsSync('/dev/shm');
  return bavail * bsize > ROOM_BYTES ? '/dev/shm' : tmpdir();
}
