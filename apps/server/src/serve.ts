import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createRuns, receive } from '@throughline/nodes/runs';
import { createSandbox } from '@throughline/sandbox';
import { isAuditGuarded, loadTable, migrate, openStore, watchRollouts } from '@throughline/store';
import { createConnectionTrials } from './dryrun/connection.ts';
import { type Intake, openIntake } from './intake/intake.ts';
import { anchorKey, keepAnchors } from './serve/anchor.ts';
import { type ApiDoor, openApi } from './serve/api.ts';
import { openDemo } from './serve/demo.ts';
import { openDesigning } from './serve/designer.ts';
import { createHealth } from './serve/health.ts';
import { createLog } from './serve/log.ts';
import { createExporter } from './serve/otlp.ts';
import { createVault, type VaultSettings } from './serve/vault.ts';
import { maskedRuns } from './worker/masked.ts';
import { createReaches } from './worker/reach.ts';
import { spansOf } from './worker/spans.ts';
import { startWorker } from './worker/worker.ts';

export type Role = 'api' | 'intake' | 'worker';

export interface ServeOptions {
  databaseUrl: string;
  /** The same database as its owner, who changes the schema; left out, the role of databaseUrl owns it. */
  ownerUrl?: string | undefined;
  host: string;
  port: number;
  mllpPort: number;
  /** Whose flows listen for HL7 v2; dev when absent. */
  mllpEnvironment?: string | undefined;
  /** HL7 v2 over TLS; left out: plain TCP. */
  mllpTls?: { cert: string; key: string; ca?: string | undefined } | undefined;
  /** The origin that browsers see, where a proxy stands before this server. */
  publicUrl?: string | undefined;
  roles: readonly Role[];
  /** Absolute; files the server keeps outside the database. */
  dataFolder: string;
  /** 32 bytes that wrap the data keys of stored messages and secrets. */
  masterKey: Buffer;
  /** Keys that what is stored may still be wrapped by, while they are being changed. */
  formerKeys?: readonly Buffer[];
  /** Where secrets may be kept outside. */
  vault?: VaultSettings;
  /** Password of the first admin, should this start make the account. */
  adminPassword?: string;
  /** Seed the demo hospital and run its partner systems. */
  demo: boolean;
  /** Accepted messages and deliveries that may wait before newcomers are refused; 200,000 when absent. */
  maxBacklog?: number;
  /** A collector for traces, as OTEL_EXPORTER_OTLP_ENDPOINT names it; left out, nothing is made for one. */
  otlpEndpoint?: string;
  log: (line: string) => void;
}

export interface Served {
  url: string;
  /** Null without the intake role. */
  mllpPort: number | null;
  close(): Promise<void>;
}

/** How often rollouts under way are judged. */
const ROLLOUT_MS = 2_000;

const MAX_BACKLOG = 200_000;

/** Tampering would be found by `throughline audit verify` all the same. */
const AUDIT_OPEN =
  'The role of DATABASE_URL can alter the audit: give the server a role that owns nothing, and its owner as DATABASE_OWNER_URL';

/** Opens the doors of the given roles; resolves when they answer. Closes them in the order of RELIABILITY: doors first. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { databaseUrl, host, port, roles, dataFolder } = options;
  const log = createLog();
  const onError = (where: string) => (error: unknown) => log.error({ where, err: error }, 'trouble');
  const { ownerUrl } = options;
  const { applied } =
    ownerUrl === undefined ? await migrate(databaseUrl) : await migrate(ownerUrl, new URL(databaseUrl).username);
  if (applied.length > 0) options.log(`The database is at ${applied.at(-1)}`);
  const store = await openStore({
    url: databaseUrl,
    masterKey: options.masterKey,
    formerKeys: options.formerKeys ?? [],
    ...(options.vault === undefined ? {} : { outside: createVault(options.vault) }),
    name: 'throughline',
    max: 12,
  });
  if (!(await isAuditGuarded(store))) options.log(AUDIT_OPEN);
  const sandbox = createSandbox({
    children: 1,
    loadTable: ({ id }) => loadTable(store, id),
    log: (event) => log.info({ event }, 'sandbox'),
  });
  const closing: (() => unknown)[] = [() => store.close(), () => sandbox.close()];

  const demo = options.demo ? await openDemo({ store, sandbox, dataFolder, log: options.log }) : null;
  if (demo !== null) closing.push(() => demo.close());

  const worker = roles.includes('worker') ? await openWorker() : null;
  const intake = roles.includes('intake') ? await openDoors() : null;
  const health = createHealth({ store, worker: worker?.worker ?? null });
  const doors: Doors = { intake, api: roles.includes('api') ? notYet : null, health: health.listener };
  const server = createServer(route(doors));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  // The API asks of every writing request whether it comes from a page of this very address.
  const api = doors.api === null ? null : await openPeople(bound);
  doors.api = api?.listener ?? null;
  closing.push(
    () => health.close(),
    () => worker?.close(),
    () => intake?.close(),
    () =>
      new Promise((resolve) => {
        api?.close();
        server.close(resolve);
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 5_000).unref();
      }),
  );
  return {
    url: `http://${host}:${bound}`,
    mllpPort: intake?.mllpPort ?? null,
    async close() {
      for (const close of closing.reverse()) await close();
    },
  };

  async function openWorker() {
    const exporter =
      options.otlpEndpoint === undefined ? null : createExporter(options.otlpEndpoint, onError('traces'));
    const runs = createRuns();
    const reaches = await createReaches(store, `${dataFolder}/files`, onError('reach'));
    const worker = await startWorker({
      store,
      databaseUrl,
      sandbox,
      runs: maskedRuns(runs),
      receive,
      reaches,
      answers: { publish: (run, reply) => intake?.waiters.publish(run, reply) },
      concurrency: 8,
      watch: exporter === null ? undefined : (going) => exporter.add(spansOf(going, Date.now())),
      log,
    });
    const watching = setInterval(() => {
      watchRollouts(store).then(({ halted }) => {
        for (const id of halted) log.warn({ promotion: id }, 'a rollout was halted');
      }, onError('rollouts'));
    }, ROLLOUT_MS);
    return {
      worker,
      async close() {
        clearInterval(watching);
        await worker.close();
        reaches.close();
        await runs.close();
      },
    };
  }

  async function openPeople(at: number): Promise<ApiDoor> {
    const trials = createConnectionTrials(store, `${dataFolder}/files`);
    const designing = await openDesigning(store, `${dataFolder}/files`, log);
    const [first, ...former] = [options.masterKey, ...(options.formerKeys ?? [])].map(anchorKey);
    const path = `${dataFolder}/audit/heads.jsonl`;
    const anchors = await keepAnchors(store, path, [first!, ...former], onError('audit anchor'));
    closing.push(
      () => trials.close(),
      () => designing.close(),
      () => anchors.close(),
    );
    return openApi({ ...options, ...designing, port: at, store, trials, anchors, log });
  }

  function openDoors(): Promise<Intake> {
    return openIntake({
      store,
      host,
      mllp: {
        port: options.mllpPort,
        environment: options.mllpEnvironment ?? 'dev',
        tls: options.mllpTls,
      },
      maxBacklog: options.maxBacklog ?? MAX_BACKLOG,
      hand: worker?.worker ?? null,
      onRefusal: (refusal) => log.warn({ event: 'door.refused', ...refusal }, 'refused at the door'),
      onError: onError('intake'),
    });
  }
}

interface Doors {
  intake: Intake | null;
  api: RequestListener | null;
  health: RequestListener;
}

/** One port for machines (/in/), operations (/healthz, /readyz, /metrics) and people (everything else). */
function route(doors: Doors): RequestListener {
  return (req: IncomingMessage, res: ServerResponse) => {
    const url = req.url ?? '/';
    if (url.startsWith('/in/') && doors.intake !== null) return doors.intake.http(req, res);
    if (url === '/healthz' || url === '/readyz' || url === '/metrics') return doors.health(req, res);
    if (doors.api !== null) return doors.api(req, res);
    problem(res, { title: 'This process has no such door.', status: 404, code: 'no_door' });
  };
}

const notYet: RequestListener = (_, res) => {
  res.setHeader('retry-after', '1');
  problem(res, { title: 'This process is starting.', status: 503, code: 'starting' });
};

function problem(res: ServerResponse, what: { title: string; status: number; code: string }): void {
  res.writeHead(what.status, { 'content-type': 'application/problem+json' });
  res.end(JSON.stringify({ type: 'about:blank', ...what }));
}
