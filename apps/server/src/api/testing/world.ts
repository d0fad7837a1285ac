import { randomBytes } from 'node:crypto';
import { contract } from '@throughline/contracts';
import { catalogue } from '@throughline/nodes/definitions';
import {
  createToken,
  createUser,
  findUser,
  openStore,
  type Permission,
  type Principal,
  type RoleName,
  roleNames,
  type Store,
  saveEnvironment,
  system,
} from '@throughline/store';
import { hashPassword } from 'better-auth/crypto';
import pino from 'pino';
import { createApi, openFeed } from '../app.ts';

export const ORIGIN = 'http://throughline.test';
export const PASSWORD = 'correct horse battery';

/** The API on a database of its own, with one person for each role and the environments dev and prod. */
export interface World {
  store: Store;
  /** Asks the API; a body is sent as JSON from our own page. */
  ask(method: string, path: string, options?: Ask): Promise<Response>;
  /** Signs in and answers the cookie to send on. */
  signIn(email: string, password?: string): Promise<string>;
  principal(role: RoleName): Promise<Principal>;
  /** A token of the admin, with these rights. */
  token(permissions: Permission[], environments?: string[]): Promise<string>;
  /** A second process on the same database. */
  another(): Promise<Pick<World, 'store' | 'ask' | 'close'>>;
  close(): Promise<void>;
}

export interface Ask {
  cookie?: string;
  token?: string;
  body?: unknown;
  /** A body as it stands. */
  text?: string;
  headers?: Record<string, string>;
  address?: string;
}

export const emailOf = (role: string) => `${role}@hospital.test`;

/** What these tests never come to; `test/draft` does. */
const unasked = (): never => {
  throw new Error('unasked');
};

/** One process: its own store, ear and doors. */
async function openProcess(url: string, keys: { masterKey: Buffer; secret: Buffer }, origin: string) {
  const store = await openStore({ url, masterKey: keys.masterKey, name: 'api test', max: 6 });
  const feed = openFeed(store);
  const app = createApi({
    store,
    play: async () => [],
    anchor: async () => null,
    feed,
    trials: { try: async () => ({ ok: true, code: 'answered', sentence: 'It answered 200.', ms: 1 }) },
    publishing: {
      catalogue,
      contracts: (name) => contract(name)?.schema,
      check: async (texts) => texts.map(() => null),
    },
    auth: { secret: keys.secret, origins: [origin] },
    receive: (_, raw) => raw.toString(),
    dryRun: { try: unasked, test: unasked, replay: unasked, evaluate: unasked, parse: unasked },
    arrive: unasked,
    log: pino({ level: 'silent' }),
    version: '0.0.0',
    addressOf: (c) => c.req.header('x-test-address') ?? null,
  });

  async function ask(method: string, path: string, options: Ask = {}): Promise<Response> {
    const headers = new Headers({ origin, 'x-test-address': options.address ?? '192.0.2.1', ...options.headers });
    if (options.cookie !== undefined) headers.set('cookie', options.cookie);
    if (options.token !== undefined) headers.set('authorization', `Bearer ${options.token}`);
    const body = options.text ?? (options.body === undefined ? null : JSON.stringify(options.body));
    if (body !== null && !headers.has('content-type')) headers.set('content-type', 'application/json');
    return app.request(`${origin}/api/v1${path}`, { method, headers, body });
  }

  async function close() {
    feed.close();
    await store.close();
  }
  return { store, ask, close };
}

/** `database` is a fresh one of the test's own. */
export async function openWorld(database: { url: string }, origin = ORIGIN): Promise<World> {
  const keys = { masterKey: randomBytes(32), secret: randomBytes(32) };
  const { store, ask, close } = await openProcess(database.url, keys, origin);
  const passwordHash = await hashPassword(PASSWORD);
  for (const role of roleNames) {
    await createUser(store, system('test'), { email: emailOf(role), name: role, role, passwordHash });
  }
  for (const [name, isProtected] of [
    ['dev', false],
    ['prod', true],
  ] as const) {
    await saveEnvironment(store, { name, title: name, colour: 'teal', protected: isProtected, settings: {} });
  }

  async function principal(role: RoleName): Promise<Principal> {
    const user = (await findUser(store, { email: emailOf(role) }))!;
    const grants = [{ permissions: new Set<Permission>(), environments: 'all' as const, folders: 'all' as const }];
    return { actor: `user:${user.id}`, name: user.name, user, grants, address: null };
  }

  return {
    store,
    ask,
    principal,
    async signIn(email, password = PASSWORD) {
      const answer = await ask('POST', '/session', { body: { email, password }, address: randomBytes(4).join('.') });
      if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
      return cookieOf(answer);
    },
    async token(permissions, environments) {
      const admin = await principal('admin');
      const grants = [{ permissions: new Set(permissions), environments: 'all' as const, folders: 'all' as const }];
      const expiresAt = new Date(Date.now() + 86_400_000);
      const wanted = { name: 'test', permissions, environments: environments ?? null, expiresAt };
      return (await createToken(store, { ...admin, grants }, wanted)).token;
    },
    another: () => openProcess(database.url, keys, origin),
    close,
  };
}

/** The cookies an answer sets, as a browser would send them back. */
export function cookieOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0]!)
    .join('; ');
}
