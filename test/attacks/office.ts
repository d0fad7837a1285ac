import { request } from 'node:http';
import { type Served, serve } from '@throughline/server/serve';
import { runCli } from '../support/cli.ts';
import { freePort } from '../support/port.ts';
import type { Arena } from './arena.ts';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  body: Record<string, never> & Record<string, unknown>;
}

export interface Asked {
  cookie?: string | undefined;
  token?: string;
  json?: unknown;
  /** As it stands, with whatever content type `headers` say. */
  text?: string;
  /** Null: none. Left out: our own. */
  origin?: string | null;
  headers?: Record<string, string>;
  /** An address of this machine's loopback. */
  from?: string;
}

/** The door for people beside an arena: what it is asked leaves by real HTTP, from an address of choice. */
export interface Office {
  url: string;
  ask(method: string, path: string, asked?: Asked): Promise<Answer>;
  signIn(email: string, password: string): Promise<string>;
  /** The first administrator's cookie. */
  admin: string;
  /** Makes a person and signs them in. */
  person(role: string): Promise<{ id: string; email: string; cookie: string }>;
  /** A token of the administrator. */
  token(permissions: string[], more?: object): Promise<string>;
  throughline(token: string, ...args: string[]): Promise<{ exit: number; out: string }>;
  close(): Promise<void>;
}

export const PASSWORD = 'a password for these attacks';

export async function openOffice(
  { stage }: Arena,
  keys: { masterKey: Buffer; formerKeys?: Buffer[] } = stage,
): Promise<Office> {
  const port = await freePort();
  const served: Served = await serve({
    ...{ databaseUrl: stage.databaseUrl, dataFolder: stage.dataFolder },
    ...{ masterKey: keys.masterKey, formerKeys: keys.formerKeys ?? [] },
    ...{ host: '127.0.0.1', port, mllpPort: 0, roles: ['api'], demo: false, adminPassword: PASSWORD, log: () => {} },
  });
  const ask: Office['ask'] = (method, path, asked = {}) => send(served.url, method, path, asked);
  const signIn = async (email: string, password: string) => {
    const answer = await ask('POST', '/session', { json: { email, password } });
    if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${answer.text}`);
    return cookieOf(answer);
  };
  const admin = await signIn('admin@throughline.local', PASSWORD);
  let people = 0;
  return {
    url: served.url,
    ask,
    signIn,
    admin,
    async person(role) {
      const email = `${role}${++people}@hospital.test`;
      const made = await ask('POST', '/users', {
        cookie: admin,
        json: { email, name: role, role, password: PASSWORD },
      });
      if (made.status !== 201) throw new Error(`person: ${made.status} ${made.text}`);
      return { id: String(made.body['id']), email, cookie: await signIn(email, PASSWORD) };
    },
    async token(permissions, more = {}) {
      const made = await ask('POST', '/tokens', { cookie: admin, json: { name: 'attack', permissions, ...more } });
      if (made.status !== 201) throw new Error(`token: ${made.status} ${made.text}`);
      return String(made.body['token']);
    },
    throughline: (token, ...args) => runCli(served.url, token, args),
    close: () => served.close(),
  };
}

export function cookieOf({ headers }: Answer): string {
  return [headers['set-cookie'] ?? []]
    .flat()
    .map((line) => line.split(';')[0])
    .join('; ');
}

function send(url: string, method: string, path: string, asked: Asked): Promise<Answer> {
  const { cookie, token, json, text, origin = url, headers = {}, from = '127.0.0.1' } = asked;
  const body = text ?? (json === undefined ? undefined : JSON.stringify(json));
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/api/v1${path}`,
      {
        method,
        localAddress: from,
        agent: false,
        headers: {
          ...(origin === null ? {} : { origin }),
          ...(cookie === undefined ? {} : { cookie }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          // Without it Node sends the body of a DELETE behind the request.
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
          ...headers,
        },
      },
      (res) => {
        let whole = '';
        res.setEncoding('utf8').on('data', (part: string) => {
          whole += part;
          // A stream of events goes on for ever; its beginning is an answer.
          if (res.headers['content-type']?.startsWith('text/event-stream')) res.destroy();
        });
        res.on('close', () =>
          resolve({ status: res.statusCode!, headers: res.headers, text: whole, body: read(whole) }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function read(text: string): Answer['body'] {
  try {
    return JSON.parse(text) as Answer['body'];
  } catch {
    return {} as Answer['body'];
  }
}
