import { type Permission, permissions, saveConnection, setScope, system } from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import type { AnyRoute } from './route.ts';
import { routes } from './routes/all.ts';
import { seedFlow, seedPromotion, seedQuarantine, seedReplay, seedRun } from './testing/flow.ts';
import { table } from './testing/matrix.ts';
import { nowhere } from './testing/row.ts';
import { openWorld, PASSWORD, type World } from './testing/world.ts';

/*
 * Z02: every route about one object × somebody whose rights cover it, or not. All hold every right there is; they differ in where. Who
 * may not see it is answered as if it had never been. A new route about an object fails until its kind is written down here.
 */
const people = {
  /** dev, folder supply: where the objects lie. */
  own: { environments: ['dev'], folders: ['supply'] },
  otherFolder: { environments: ['dev'], folders: ['billing'] },
  otherEnvironment: { environments: ['prod'], folders: ['supply'] },
  everywhere: { environments: null, folders: null },
};
type Who = keyof typeof people;

/** Who sees an object of each kind, besides whoever may everything. */
const kinds = {
  /** A document: in a folder, in no environment. */
  document: ['own', 'otherEnvironment'],
  /** What a flow did, or does, in one environment. */
  live: ['own'],
  /** What all flows of an environment share, to look at. */
  shared: ['own', 'otherFolder'],
  /** What lies nowhere in particular. */
  anywhere: ['own', 'otherFolder', 'otherEnvironment'],
  /** What concerns all of an environment, or of the platform. */
  whole: [],
} satisfies Record<string, Who[]>;

const kindOf: [RegExp, keyof typeof kinds][] = [
  [
    /^(put \/flows\/:flow\/(live|taking)|post \/flows\/:flow\/(messages|try|tests|policies)|(get|put) \/doors\/:flow\/\S+)$/,
    'live',
  ],
  [/^get \/tables\/:table\/versions$/, 'anywhere'],
  [/ \/flows\/:flow/, 'document'],
  [/ \/(runs|quarantine|replays)\/:id/, 'live'],
  [/^(get \/environments\/:environment|get \/tables\/:table\/rows|post \/tables\/:table\/preview)$/, 'shared'],
  [/ \/(releases|promotions|environments|connections|secrets|tables|clients)\//, 'whole'],
];

/** Where the matrix asks with what does not fit, so that it is refused before anybody looks where the object lies. */
const bodies: Record<string, object> = {
  'post /flows/:flow/messages': { environment: 'dev', message: { text: '{}' } },
  'put /doors/:flow/:node': {
    environment: 'dev',
    settings: {
      ...{ owner: '', domain: '', version: '', summary: '', deprecatedAt: null, sunsetAt: null, successor: null },
      ...{
        ways: { apiKey: null, signature: null, token: null, certificate: null },
        ranges: [],
        rate: null,
        quota: null,
      },
    },
  },
};

const objects: Record<string, string> = {};
const cookies = {} as Record<Who, string>;
let world: World;

beforeAll(async () => {
  world = await openWorld(await createDatabase());
  const { store } = world;
  const seeded = await seedFlow(store, 'owned', { name: 'owned', steps: [], destinations: [] });
  await store.sql`update flow set folder = 'supply' where id = 'owned'`;
  const run = await seedRun(store, seeded, { state: 'quarantined', code: 'x' });
  Object.assign(objects, { runs: run, quarantine: await seedQuarantine(store, seeded, run) });
  objects['replays'] = await seedReplay(store, run);
  objects['promotions'] = await seedPromotion(store);
  const settings = { baseUrl: 'https://erp.example', auth: 'none' };
  await saveConnection(store, { environment: 'dev', name: 'erp', type: 'http', settings, by: 'test' });
  await store.sql`
    insert into role (name, title, sentence, permissions) values ('all', 'All', 'All.', ${Object.keys(permissions) as Permission[]})`;
  const admin = await world.signIn('admin@hospital.test');
  for (const who of Object.keys(people) as Who[]) {
    const email = `${who.toLowerCase()}@hospital.test`;
    const body = { email, name: who, role: 'all', password: PASSWORD };
    const { id } = (await (await world.ask('POST', '/users', { cookie: admin, body })).json()) as { id: string };
    await setScope(store, system('test'), id, { ...people[who], further: [] });
    cookies[who] = await world.signIn(email);
  }
});
afterAll(() => world.close());

const about = (routes as readonly unknown[] as readonly AnyRoute[])
  .filter(({ path, where }) => path.includes(':') && typeof where === 'function')
  .map(({ method, path }) => `${method} ${path}`);

/** The route's path with ids of objects that are there, or that never were. */
function pathOf(name: string, isThere: boolean): string {
  const [, declared] = name.split(' ') as [string, string];
  const [, noun] = declared.split('/') as [string, string];
  const query = table[name]?.path?.split('?')[1];
  const path = declared
    .replace(':flow', isThere ? 'owned' : 'never')
    .replace(':node', 'door')
    .replace(':id', isThere ? (objects[noun] ?? nowhere) : nowhere)
    .replace(':environment', isThere ? 'dev' : 'never')
    .replace(':release', '1')
    .replace(':version', '1')
    .replace(':number', '0')
    .replace(/:\w+/, 'erp');
  return query === undefined
    ? path
    : `${path}?${isThere ? query : query.replace('environment=dev', 'environment=never')}`;
}

async function knock(name: string, who: Who, isThere = true) {
  const [method] = name.split(' ') as [string];
  const row = (bodies[name] ?? table[name]?.body) as Record<string, unknown> | undefined;
  const body = isThere || row?.['environment'] === undefined ? row : { ...row, environment: 'never' };
  const answer = await world.ask(method.toUpperCase(), pathOf(name, isThere), {
    cookie: cookies[who],
    ...(body === undefined ? {} : { body }),
  });
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (isStream) await answer.body?.cancel();
  const problem = isStream || answer.status < 400 ? {} : ((await answer.json()) as { instance: string });
  return { status: answer.status, problem: { ...problem, instance: '' } };
}

describe.each(about)('%s', (name) => {
  const kind = kindOf.find(([pattern]) => pattern.test(name))?.[1];

  it('has a kind', () => expect(kind).toBeDefined());

  it.each(['otherFolder', 'otherEnvironment', 'own'] as const)('%s', async (who) => {
    const answer = await knock(name, who);
    if ((kinds[kind!] as Who[]).includes(who)) {
      if (answer.status === 404 || answer.status === 403) {
        expect((await knock(name, 'everywhere')).status).toBe(answer.status);
      }
      return;
    }
    expect(answer).toEqual(await knock(name, who, false));
    expect(answer.status).toBe(404);
  });
});

describe('lists', () => {
  it.each([
    ['/flows?environment=dev', 'flows'],
    ['/folders', 'flows'],
    ['/runs?environment=dev', 'runs'],
    ['/quarantine?environment=dev', 'messages'],
    ['/quarantine/groups?environment=dev', 'groups'],
    ['/replays?environment=dev', 'replays'],
    ['/timeline?environment=dev&key=k', 'entries'],
  ])('%s leaves out what lies in another folder', async (path, member) => {
    const count = async (who: Who) => {
      const answer = await world.ask('GET', path, { cookie: cookies[who] });
      return ((await answer.json()) as Record<string, unknown[]>)[member]!.length;
    };
    expect(await count('otherFolder')).toBe(0);
    expect(await count('own')).toBe(await count('everywhere'));
    // The one in quarantine was decided about above.
    if (!/timeline|groups/.test(path)) expect(await count('own')).toBe(1);
  });

  it('replays and care reach no other folder', async () => {
    const body = { environment: 'dev', quarantine: {}, owner: 'Mine' };
    const care = await world.ask('PUT', '/quarantine/care', { cookie: cookies.otherFolder, body });
    expect(await care.json()).toEqual({ count: 0 });
    for (const selection of [{ quarantine: {} }, { runs: [objects['runs']] }, { filter: {} }]) {
      const plan = { environment: 'dev', ...selection };
      const answer = await world.ask('POST', '/replays/plan', { cookie: cookies.otherFolder, body: plan });
      expect(await answer.json()).toMatchObject({ count: 0 });
    }
    // By its id, from within an environment where one may: it is of none of theirs.
    const elsewhere = { environment: 'prod', runs: [objects['runs']], from: 'received' };
    const carried = await world.ask('POST', '/replays/plan', {
      cookie: cookies.otherEnvironment,
      body: elsewhere,
    });
    expect(await carried.json()).toMatchObject({ count: 0 });
  });
});
