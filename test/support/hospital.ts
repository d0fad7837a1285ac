import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { frameMllp, MllpDecoder } from '@throughline/formats';
import { serve } from '@throughline/server/serve';
import { runCli } from './cli.ts';
import { freePort } from './port.ts';
import { createDatabase } from './postgres.ts';

/** The demo hospital on a database of its own: the whole server in this process, its partner systems in theirs. */
export interface Hospital {
  url: string;
  databaseUrl: string;
  masterKey: Buffer;
  /** An administrator's, with the rights of those who design and operate. */
  token: string;
  /** Asks the API as an administrator's token. */
  api(path: string, init?: { method: string; json: unknown }): Promise<{ status: number; body: Answer }>;
  /** Posts a shipped message file, or other content, to a door. */
  post(
    path: string,
    content: string | Buffer,
    contentType?: string,
  ): Promise<{ status: number; headers: Headers; body: Answer }>;
  /** Sends HL7 over MLLP; answers the acknowledgement's segments. */
  mllp(content: Buffer): Promise<string[]>;
  /** Looks into, or tells, a partner. */
  partner(name: Partner, path: string, json?: unknown): Promise<Answer>;
  /** Runs `throughline` with these arguments. */
  throughline(...args: string[]): Promise<{ exit: number; out: string }>;
  /** Stops the server and starts it again, on the same data and ports. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export type Partner = 'inventory' | 'billing' | 'erp';
export type Answer = Record<string, unknown>;

/** The first administrator's. */
export const PASSWORD = 'a password for this test only';
const flows = fileURLToPath(new URL('../../flows/', import.meta.url));

/** A message as it lies beside its flow. */
export function shipped(flow: string, name: string): Buffer {
  return readFileSync(join(flows, flow, 'messages', name));
}

export async function openHospital(): Promise<Hospital> {
  const database = await createDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), 'throughline-hospital-'));
  const lines: string[] = [];
  const port = await freePort();
  const options: Parameters<typeof serve>[0] = {
    databaseUrl: database.url,
    host: '127.0.0.1',
    port,
    mllpPort: 0,
    roles: ['api', 'intake', 'worker'],
    dataFolder,
    masterKey: randomBytes(32),
    adminPassword: PASSWORD,
    demo: true,
    log: (line) => lines.push(line),
  };
  let served = await serve(options);
  const { url } = served;
  const token = await tokenOf(url);
  const places = Object.fromEntries(
    [...lines.join('\n').matchAll(/(billing|ERP|inventory) (http:\/\/\S+?)(?:,|$)/gm)].map(([, name, at]) => [
      name!.toLowerCase(),
      at!,
    ]),
  ) as Record<Partner, string>;
  return {
    url,
    databaseUrl: database.url,
    masterKey: options.masterKey,
    token,
    async api(path, init) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await fetch(`${url}/api/v1${path}`, {
        headers,
        ...(init === undefined ? {} : { method: init.method, body: JSON.stringify(init.json) }),
      });
      return { status: answer.status, body: (await answer.json()) as Answer };
    },
    async post(path, content, contentType = 'application/json') {
      const answer = await fetch(`${url}/in/dev/${path}`, {
        method: 'POST',
        headers: { 'content-type': contentType },
        body: typeof content === 'string' ? content : new Uint8Array(content),
      });
      return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer };
    },
    mllp: (content) => sendMllp(served.mllpPort!, content),
    async partner(name, path, json) {
      const answer = await fetch(`${places[name]}${path}`, {
        headers: { 'content-type': 'application/json' },
        ...(json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) }),
      });
      return (await answer.json()) as Answer;
    },
    throughline: (...args) => runCli(url, token, args),
    async restart() {
      await served.close();
      served = await serve(options);
    },
    async close() {
      await served.close();
      await database.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Signs in as the first administrator and makes a token, as a person would. */
async function tokenOf(url: string): Promise<string> {
  const { origin } = new URL(url);
  const ask = (path: string, json: unknown, cookie = '') =>
    fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, cookie },
      body: JSON.stringify(json),
    });
  const session = await ask('/session', { email: 'admin@throughline.local', password: PASSWORD });
  if (!session.ok) throw new Error(`sign-in: ${session.status} ${await session.text()}`);
  const cookie = session.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const permissions = [
    'environment.see',
    'flow.see',
    'flow.edit',
    'flow.try',
    'flow.publish',
    'release.make',
    'run.see',
    'message.see',
    'message.replay',
    'message.edit',
    'message.send',
    'quarantine.manage',
    'table.see',
    'table.manage',
    'audit.see',
  ];
  const made = await ask('/tokens', { name: 'journey', permissions }, cookie);
  if (!made.ok) throw new Error(`token: ${made.status} ${await made.text()}`);
  return ((await made.json()) as { token: string }).token;
}

export function sendMllp(port: number, content: Buffer): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const decoder = new MllpDecoder();
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed without an acknowledgement')));
    socket.on('data', (chunk) => {
      const [frame] = decoder.push(chunk);
      if (frame === undefined) return;
      socket.end();
      resolve(Buffer.from(frame).toString().split('\r'));
    });
    socket.write(frameMllp(content));
  });
}
