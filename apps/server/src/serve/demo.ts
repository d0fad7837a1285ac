import { fork } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { TableDefinition } from '@throughline/contracts';
import type { Sandbox } from '@throughline/engine';
import { type FlowDocument, parseDocument } from '@throughline/flow';
import { parseCsv } from '@throughline/formats';
import { catalogue } from '@throughline/nodes/definitions';
import {
  deploy,
  importTable,
  inTransaction,
  listEnvironments,
  publishFlow,
  type Store,
  saveConnection,
  saveEnvironment,
} from '@throughline/store';
import { connectionsOf, seedDoors, seedExceptions } from './demo-govern.ts';
import { publishingWith } from './publishing.ts';

export interface DemoOptions {
  store: Store;
  sandbox: Sandbox;
  dataFolder: string;
  log: (line: string) => void;
}

const FLOWS = new URL('../../../../flows/', import.meta.url);
const PARTNERS = new URL('../../../partners/src/main.ts', import.meta.url);
const BY = 'demo';
const BOUND = ['inventory', 'billing', 'erp'];

interface Places {
  inventoryMllpPort: number;
  inventoryUrl: string;
  billingUrl: string;
  erpUrl: string;
}

/**
 * The demo hospital: three partner systems in a process of their own, and, on a first start, environments, reference tables and the
 * shipped flows. What a person has changed since is left alone; only the partners' addresses are bound anew.
 */
export async function openDemo(options: DemoOptions): Promise<{ close(): Promise<void> }> {
  const { store, log } = options;
  const partners = await startPartners(options.dataFolder);
  const { places } = partners;
  log(`Partner systems: billing ${places.billingUrl}, ERP ${places.erpUrl}, inventory ${places.inventoryUrl}`);
  try {
    const first = (await listEnvironments(store)).length === 0;
    if (first) await seedEnvironments(store);
    await bindPartners(store, places);
    if (first) {
      await seedTables(store);
      await seedFlows(options);
      log('The demo hospital is set up');
    }
  } catch (error) {
    await partners.close();
    throw error;
  }
  return partners;
}

async function startPartners(dataFolder: string): Promise<{ places: Places; close(): Promise<void> }> {
  // In a process group of their own: a terminal's Ctrl-C must not end them before the work in hand has reached them.
  const child = fork(fileURLToPath(PARTNERS), ['--any-port', '--folder', `${dataFolder}/partners`], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const places = await new Promise<Places>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Places));
    ended.then((code) => reject(new Error(`The partner systems did not start (exit code ${code}).`)));
  });
  return {
    places,
    async close() {
      child.kill('SIGTERM');
      const impatient = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await ended;
      clearTimeout(impatient);
    },
  };
}

async function seedEnvironments(store: Store): Promise<void> {
  const partners = { to: '127.0.0.1', ports: 'any' as const, reason: 'the demo’s partner systems run on this machine' };
  const settings = { egress: [partners] };
  await saveEnvironment(store, { name: 'dev', title: 'Development', colour: 'teal', protected: false, settings });
  await saveEnvironment(store, { name: 'test', title: 'Test', colour: 'yellow', protected: false, settings });
  await saveEnvironment(store, { name: 'prod', title: 'Production', colour: 'red', protected: true, settings });
}

async function bindPartners(store: Store, places: Places): Promise<void> {
  for (const environment of ['dev', 'test', 'prod']) {
    const named = { environment, by: BY };
    const port = places.inventoryMllpPort;
    const everything = ['open', 'financial', 'pii', 'phi'];
    await saveConnection(store, {
      ...named,
      name: 'inventory',
      type: 'mllp',
      settings: { host: '127.0.0.1', port, tls: false, keepOpen: true, connections: 4 },
      classes: everything,
    });
    await saveConnection(store, {
      ...named,
      name: 'billing',
      type: 'http',
      settings: { baseUrl: places.billingUrl, auth: 'none' },
      classes: everything,
    });
    await saveConnection(store, {
      ...named,
      name: 'erp',
      type: 'http',
      settings: {
        baseUrl: places.erpUrl,
        auth: 'oauth2',
        tokenUrl: `${places.erpUrl}/oauth/token`,
        clientId: 'throughline',
      },
      secrets: { clientSecret: 'stand-in-secret' },
      hosts: [new URL(places.erpUrl).host],
      classes: ['open', 'financial'],
    });
  }
}

async function seedTables(store: Store): Promise<void> {
  const folder = new URL('tables/', FLOWS);
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()) {
    const definition = JSON.parse(await readFile(new URL(file, folder), 'utf8')) as TableDefinition;
    const text = await readFile(new URL(`${definition.name}.csv`, folder), 'utf8');
    const rows = parseCsv(text).rows.map(({ line, record }) => ({ line, values: record ?? {} }));
    await inTransaction(store, (tx) =>
      importTable(tx, { environment: 'dev', definition, rows, note: 'shipped with the demo', by: BY }),
    );
  }
}

/** Flows that others call come first, so that their callers can be compiled. */
async function seedFlows({ store, sandbox, log }: DemoOptions): Promise<void> {
  const publishing = publishingWith(sandbox);
  const folders = (await readdir(FLOWS, { withFileTypes: true })).filter(
    (entry) => entry.isDirectory() && entry.name !== 'tables',
  );
  const texts = await Promise.all(
    folders.map(({ name }) => readFile(new URL(`${name}/flow.json`, FLOWS), 'utf8').catch(() => null)),
  );
  const found = texts.flatMap((text) => {
    const document = text === null ? null : parseDocument(text, catalogue).document;
    return document === null ? [] : [document];
  });
  const live: FlowDocument[] = [];
  const callers = (document: FlowDocument) => document.nodes.some(({ type }) => type === 'route.call');
  for (const document of found.sort((a, b) => Number(callers(a)) - Number(callers(b)))) {
    const { version, problems } = await inTransaction(store, (tx) =>
      publishFlow(tx, { document, note: 'shipped with the demo', author: BY }, publishing),
    );
    if (version === null) {
      const why = problems.map(({ sentence, node }) => `${node ?? ''}: ${sentence}`).join(' ');
      throw new Error(`The shipped flow ${document.id} does not compile. ${why}`);
    }
    // What the demo has no partner for is there to be looked at, and takes no messages that would wait for ever.
    if (connectionsOf(document).some((name) => !BOUND.includes(name))) continue;
    await deploy(store, { environment: 'dev', flow: document.id, version, by: BY });
    live.push(document);
    log(`Flow ${document.id} is live in dev`);
  }
  await seedDoors(store, live);
  await seedExceptions(store);
}
