import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from '@throughline/contracts';
import type { FlowDocument, FlowNode, Problem } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { createSandbox } from '@throughline/sandbox';
import { type Served, serve } from '@throughline/server/serve';
import {
  deploy,
  inTransaction,
  openStore,
  publishFlow,
  readLedger,
  type Store,
  saveConnection,
  saveEnvironment,
} from '@throughline/store';
import { createDatabase } from './postgres.ts';

/** A server of its own on a database of its own, with environment dev that may reach this machine. */
export interface Stage {
  store: Store;
  url: string;
  mllpPort: number;
  databaseUrl: string;
  masterKey: Buffer;
  dataFolder: string;
  /** Publishes a flow and makes it live in dev. */
  live(document: FlowDocument): Promise<void>;
  /** Names a destination on this machine. */
  connect(name: string, baseUrl: string): Promise<void>;
  /** Posts to a door; a string is sent as it is. */
  send(path: string, message: unknown, headers?: Record<string, string>): Promise<Response>;
  /** What the ledger says of each destination of a flow, by node. */
  ledger(flow: string): Promise<Record<string, Counts>>;
  close(): Promise<void>;
}

export interface Counts {
  accepted: number;
  delivered: number;
  quarantined: number;
  filtered: number;
  inFlight: number;
}

export async function openStage(
  roles: readonly ('intake' | 'worker')[] = ['intake', 'worker'],
  more: Partial<Parameters<typeof serve>[0]> = {},
): Promise<Stage> {
  const database = await createDatabase();
  const masterKey = randomBytes(32);
  const dataFolder = mkdtempSync(join(tmpdir(), 'throughline-stage-'));
  const served: Served = await serve({
    databaseUrl: database.url,
    host: '127.0.0.1',
    port: 0,
    mllpPort: 0,
    roles,
    dataFolder,
    masterKey,
    demo: false,
    log: () => {},
    ...more,
  });
  const store = await openStore({ url: database.url, masterKey, name: 'stage', max: 3 });
  const sandbox = createSandbox({ children: 1, loadTable: async () => '{}', log: () => {} });
  const egress = [{ to: '127.0.0.1', ports: 'any' as const, reason: 'test' }];
  await saveEnvironment(store, { name: 'dev', title: 'Dev', colour: 'teal', protected: false, settings: { egress } });
  return {
    store,
    url: served.url,
    mllpPort: served.mllpPort ?? 0,
    databaseUrl: database.url,
    masterKey,
    dataFolder,
    async live(document) {
      const publishing = {
        catalogue,
        contracts: (name: string) => contract(name)?.schema,
        check: (texts: Parameters<typeof sandbox.check>[0]) => sandbox.check(texts),
      };
      const { version, problems } = await inTransaction(store, (tx) =>
        publishFlow(tx, { document, note: 'test', author: 'test' }, publishing),
      );
      if (version === null) throw new Error(describe(problems));
      await deploy(store, { environment: 'dev', flow: document.id, version, by: 'test' });
      if (roles.includes('intake')) await until(async () => (await probe(served.url, document)) !== 404);
    },
    connect: (name, baseUrl) =>
      saveConnection(store, { environment: 'dev', name, type: 'http', settings: { baseUrl }, by: 'test' }),
    send: (path, message, headers = {}) =>
      fetch(`${served.url}/in/dev/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof message === 'string' ? message : JSON.stringify(message),
      }),
    async ledger(flow) {
      const lines = await readLedger(store, { environment: 'dev', flow });
      return Object.fromEntries(lines.map(({ flow: _, destination, ...counts }) => [destination, counts]));
    },
    async close() {
      await served.close();
      await sandbox.close();
      await store.close();
      await database.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Asks the door with a method it does not take, so that nothing is accepted. */
async function probe(url: string, document: FlowDocument): Promise<number> {
  const trigger = document.nodes.find(({ type }) => type === 'trigger.http');
  if (trigger === undefined) return 0;
  return (await fetch(`${url}/in/dev/${String(trigger.config['path'])}`, { method: 'OPTIONS' })).status;
}

function describe(problems: Problem[]): string {
  return problems.map(({ node, field, sentence }) => `${node ?? ''}${field ?? ''}: ${sentence}`).join('\n');
}

/** Waits for something to become true, looking every 20 ms; fails with the last value after `seconds`. */
export async function until(check: () => Promise<boolean> | boolean, seconds = 15): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`not so after ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A node with its type's initial config, changed where the test says so. */
export function node(id: string, type: string, config: Record<string, unknown> = {}): FlowNode {
  const definition = catalogue.get(type)!;
  return {
    id,
    type,
    version: definition.version,
    name: id,
    config: { ...(definition.initial as Record<string, unknown>), ...config },
  };
}

/** A flow; wires are written `from:port>to`, the port `out` may be left out. */
export function flowOf(id: string, nodes: FlowNode[], wires: string[]): FlowDocument {
  return {
    schema: 1,
    id,
    name: id,
    description: '',
    nodes,
    wires: wires.map((wire) => {
      const [, from, port, to] = /^([\w-]+)(?::([\w-]+))?>([\w-]+)$/.exec(wire)!;
      return { from: from!, port: port ?? 'out', to: to! };
    }),
    fixtures: [],
    layout: { nodes: Object.fromEntries(nodes.map((one, i) => [one.id, { x: i * 240, y: 0 }])), frames: [], notes: [] },
  };
}
