import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FlowDocument, FlowNode } from '@throughline/flow';
import {
  listQuarantine,
  listRuns,
  type QuarantineItem,
  type RunTrace,
  readTrace,
  saveConnection,
  saveEnvironment,
  saveSecret,
} from '@throughline/store';
import { type Destination, openDestination } from '../support/destination.ts';
import { freePort } from '../support/port.ts';
import { flowOf, node, openStage, type Stage, until } from '../support/stage.ts';
import { type Canaries, plantCanaries } from './canaries.ts';

/** A server in a process of its own, canaries around it, and a partner that flows may reach. */
export interface Arena {
  stage: Stage;
  url: string;
  mllpPort: number;
  pid: number;
  partner: Destination;
  canaries: Canaries;
  /** Everything the server has written to its standard streams. */
  logged(): string;
  /** A live flow `in > … > send` with these nodes between, of which the last sends to the partner; answers its id. */
  flow(
    nodes: FlowNode[],
    more?: { trigger?: Record<string, unknown>; send?: Record<string, unknown> },
  ): Promise<string>;
  /** Publishes any document and waits until its door is open. */
  live(document: FlowDocument): Promise<void>;
  post(flow: string, message: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Sends a message through a flow and tells what became of it. */
  fate(flow: string, message: unknown): Promise<Fate>;
  /** As `fate`, for a message that gets through: what the partner was sent. Throws what stopped it. */
  sent(flow: string, message: unknown): Promise<string[]>;
  /** What became of the newest message of a flow. */
  last(flow: string): Promise<Fate>;
  /** Ends the server's process; what is kept stays as it is. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface Fate {
  state: 'done' | 'quarantined';
  /** The first thing that stopped it. */
  stop: QuarantineItem | null;
  /** Bodies that arrived at the partner from this flow. */
  sent: string[];
  trace: RunTrace;
  /** Milliseconds from accept to the end. */
  tookMs: number;
}

export const ADMIN_PASSWORD = 'a password for the attacks only';

const entry = fileURLToPath(new URL('../support/server.ts', import.meta.url));

/** `people`: with the door for people too; the first admin has ADMIN_PASSWORD. `formerKeys`: beside the stage's master key. */
export async function openArena({ people = false, formerKeys = [] as Buffer[] } = {}): Promise<Arena> {
  const stage = await openStage([]);
  const partner = await openDestination();
  const canaries = await plantCanaries(stage.dataFolder);
  const { port } = new URL(partner.url);
  // The partner's port and no other: the canary listens beside it.
  const egress = [{ to: '127.0.0.1', ports: [Number(port)], reason: 'the partner of the attacks' }];
  const settings = { egress };
  await saveEnvironment(stage.store, { name: 'dev', title: 'Dev', colour: 'teal', protected: false, settings });
  await saveEnvironment(stage.store, { name: 'prod', title: 'Prod', colour: 'red', protected: true, settings: {} });
  const secrets = { token: canaries.secret };
  const named = { environment: 'dev', type: 'http' as const, by: 'test' };
  await saveConnection(stage.store, {
    ...named,
    name: 'partner',
    settings: { baseUrl: partner.url, auth: 'bearer' },
    hosts: [new URL(partner.url).host],
    secrets,
  });
  await saveSecret(stage.store, { environment: 'prod', name: 'elsewhere', value: canaries.foreign, by: 'test' });
  mkdirSync(join(stage.dataFolder, 'files', 'dev'), { recursive: true });

  const options = {
    databaseUrl: stage.databaseUrl,
    host: '127.0.0.1',
    // People's browsers say where a request comes from, so their port is known before.
    port: people ? await freePort() : 0,
    mllpPort: 0,
    roles: people ? ['api', 'intake', 'worker'] : ['intake', 'worker'],
    adminPassword: ADMIN_PASSWORD,
    dataFolder: stage.dataFolder,
    masterKey: stage.masterKey.toString('hex'),
    formerKeys: formerKeys.map((key) => key.toString('hex')),
    demo: false,
  };
  const child = fork(entry, [JSON.stringify(options)], {
    execArgv: ['--no-node-snapshot'],
    env: {
      ...process.env,
      THROUGHLINE_CANARY: canaries.environment,
      HTTP_PROXY: canaries.url,
      http_proxy: canaries.url,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let text = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  }
  const gone = once(child, 'exit');
  const [ready] = (await Promise.race([
    once(child, 'message'),
    gone.then(() => Promise.reject(new Error(`the server did not start: ${text}`))),
  ])) as [{ url: string; mllpPort: number }];

  const arena: Arena = {
    stage,
    ...ready,
    pid: child.pid!,
    partner,
    canaries,
    logged: () => text,
    async flow(nodes, { trigger = {}, send = {} } = {}) {
      const id = `attack-${randomBytes(5).toString('hex')}`;
      const all = [
        node('in', 'trigger.http', { path: id, ...trigger }),
        ...nodes,
        node('send', 'connector.http', {
          connection: 'partner',
          url: `/${id}`,
          retry: { firstS: 0.1, maxS: 1, budgetS: 1 },
          ...send,
        }),
      ];
      const wires = all
        .slice(1)
        .map((to, i) => `${all[i]!.id}${all[i]!.type === 'route.split' ? ':piece' : ''}>${to.id}`);
      await arena.live(flowOf(id, all, wires));
      return id;
    },
    async live(document) {
      await stage.live(document);
      const trigger = document.nodes.find(({ type }) => type === 'trigger.http');
      if (trigger === undefined) return;
      const path = String(trigger.config['path']);
      await until(async () => (await fetch(`${ready.url}/in/dev/${path}`, { method: 'OPTIONS' })).status !== 404, 60);
    },
    post: (flow, message, headers = {}) =>
      fetch(`${ready.url}/in/dev/${flow}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body:
          typeof message === 'string' || message instanceof Uint8Array ? (message as string) : JSON.stringify(message),
      }),
    async fate(flow, message) {
      const answer = await arena.post(flow, message);
      if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
      return arena.last(flow);
    },
    async sent(flow, message) {
      const { stop, sent } = await arena.fate(flow, message);
      if (stop !== null) throw new Error(`stopped at ${stop.node}: ${stop.code} ${stop.sentence}`);
      return sent;
    },
    async last(flow) {
      const began = Date.now();
      await until(async () => {
        const [run] = await listRuns(stage.store, { environment: 'dev', flow, limit: 1 });
        return run?.state === 'done' || run?.state === 'quarantined';
      }, 30);
      const [run] = await listRuns(stage.store, { environment: 'dev', flow, limit: 1 });
      const stops = await listQuarantine(stage.store, { environment: 'dev', flow }, { limit: 50 });
      return {
        state: run!.state as Fate['state'],
        stop: stops.find((one) => one.run === run!.id) ?? null,
        sent: partner.arrivals.filter(({ path }) => path === `/${flow}`).map(({ body }) => body),
        trace: await readTrace(stage.store, run!.id),
        tookMs: Date.now() - began,
      };
    },
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
    async close() {
      await arena.stop();
      await partner.close();
      await canaries.close();
      await stage.close();
    },
  };
  return arena;
}

/** Code between trigger and partner. */
export const code = (source: string) => node('code', 'transform.code', { source });
export const map = (text: string) => node('map', 'transform.map', { text });

/** Writes a file that nothing may change or read. */
export function plant(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
}
