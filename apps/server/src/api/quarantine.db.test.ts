import { newId, packBody } from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { type Seeded, seedFlow, seedQuarantine, seedRun } from './testing/flow.ts';
import { emailOf, openWorld, type World } from './testing/world.ts';

const plan = {
  name: 'Usage',
  steps: [{ node: 'map', name: 'Map it' }],
  destinations: [{ node: 'map', name: 'Map it' }],
};
const HOUR_MS = 3_600_000;

let world: World;
let cookie: string;
let usage: Seeded;
beforeAll(async () => {
  world = await openWorld(await createDatabase());
  cookie = await world.signIn(emailOf('operator'));
  usage = await seedFlow(world.store, 'usage', plan);
});
afterAll(() => world.close());

const get = async (path: string) => (await world.ask('GET', path, { cookie })).json() as Promise<never>;
const groups = async () => ((await get('/quarantine/groups?environment=dev')) as { groups: object[] }).groups;

interface Stop {
  code: string;
  path?: string;
  item?: string;
  hoursAgo?: number;
}

/** A message that stopped, with what it said there. */
async function stop({ code, path, item, hoursAgo = 0 }: Stop): Promise<string> {
  const { store } = world;
  const run = await seedRun(store, usage, { state: 'quarantined', code });
  const id = await seedQuarantine(store, usage, run);
  const message = Buffer.from(JSON.stringify({ lines: [{ item: 'first' }, { item }] }));
  await store.sql`
    update quarantine set code = ${code}, path = ${path ?? null}, at = ${new Date(Date.now() - hoursAgo * HOUR_MS).toISOString()},
      sealed = ${store.keys.seal(packBody('{}', message), `run:${run}`)} where id = ${id}`;
  return id;
}

describe('what waits for a person', () => {
  it('is grouped by code, step and field whatever its place, with its trend, and how the field looks', async () => {
    for (const [place, item, hoursAgo] of [
      [0, 'STENT-1', 0],
      [1, 'STENT-22', 3],
      [1, 'SCREW-33', 3],
      [7, 'STENT-4', 30],
    ] as const) {
      await stop({ code: 'lookup_missing', path: `lines[${place}].item`, item, hoursAgo });
    }
    await stop({ code: 'lookup_missing', path: 'location' });
    await stop({ code: 'http_409' });
    const found = (await groups()) as {
      code: string;
      field: string;
      count: number;
      trend: number[];
      nodeName: string;
    }[];
    expect(found.map(({ code, field, count }) => [code, field, count])).toEqual([
      ['lookup_missing', 'lines[].item', 4],
      ...([
        ['http_409', null, 1],
        ['lookup_missing', 'location', 1],
      ] as const),
    ]);
    expect(found[0]).toMatchObject({ nodeName: 'Map it', owners: [], note: null });
    // The oldest hour first; what is older than a day is counted, and stands in none of them.
    expect(found[0]!.trend).toEqual([...Array(20).fill(0), 2, 0, 0, 1]);

    const query = new URLSearchParams({
      ...{ environment: 'dev', flow: 'usage', node: 'map' },
      code: 'lookup_missing',
    });
    query.set('field', 'lines[].item');
    const shapes = (await get(`/quarantine/shapes?${query}`)) as { looked: number; shapes: { ids: string[] }[] };
    expect(shapes).toMatchObject({ looked: 4, shapes: [{ shape: 'AAAAA-99' }, { shape: null }, { shape: 'aaaaa' }] });
    expect(shapes.shapes.map(({ ids }) => ids.length)).toEqual([2, 1, 1]);
    expect(JSON.stringify(shapes)).not.toContain('STENT');
  });

  it('has an owner and a note, kept for exactly what was chosen, and in the audit', async () => {
    const cause = { flow: 'usage', node: 'map', code: 'lookup_missing', field: 'lines[].item' };
    const put = (body: object) =>
      world.ask('PUT', '/quarantine/care', { cookie, body: { environment: 'dev', ...body } });
    const answer = await put({ quarantine: cause, owner: 'Ann', note: 'With the item master team' });
    expect([answer.status, await answer.json()]).toEqual([200, { count: 4 }]);
    await put({ quarantine: cause, owner: 'Ben' });
    const [first, ...others] = (await groups()) as { owners: string[]; note: string | null }[];
    expect(first).toMatchObject({ owners: ['Ben'], note: 'With the item master team' });
    expect(others.map(({ owners, note }) => [...owners, note])).toEqual([[null], [null]]);
    const rows = await world.store.sql`select summary from audit where act = 'quarantine.care' order by sequence`;
    expect(rows).toEqual(Array(2).fill({ summary: 'Noted who looks after 4 quarantined messages in dev.' }));
  });

  it('is decided once, with a reason', async () => {
    const id = await stop({ code: 'twice' });
    const decide = (state: string, reason: string) =>
      world.ask('PUT', `/quarantine/${id}/decision`, { cookie, body: { state, reason } });
    expect((await decide('skipped', '')).status).toBe(400);
    expect((await decide('skipped', 'Booked by hand')).status).toBe(200);
    const again = await decide('discarded', 'No');
    expect([again.status, await again.json()]).toMatchObject([409, { code: 'already_decided' }]);
    expect(await get(`/quarantine/${id}`)).toMatchObject({
      state: 'skipped',
      reason: 'Booked by hand',
      resolvedBy: 'operator',
    });
  });
});

it('names what waits behind a parked key by its business keys, personal values aside', async () => {
  const { store } = world;
  const id = await stop({ code: 'http_409' });
  const [lane] = await store.sql<{ id: number }[]>`
    insert into lane (deployment_id, node, key, ordered, slot, parked_by) values (${usage.deployment}, '', 'OR-1', true, 0, ${id}) returning id`;
  await store.sql`update quarantine set lane_id = ${lane!.id}, parks = true where id = ${id}`;
  const behind: string[] = [];
  for (const seq of [1, 2]) {
    const message = await seedRun(store, usage, { keys: { usage: `U-${seq}`, patient: store.keys.blind('MRN-1') } });
    const run = newId();
    await store.sql`
      insert into work (lane_id, seq, run_id, message_id, pin_id, step, reach)
      values (${lane!.id}, ${seq}, ${run}, ${message}, ${usage.pin}, 0, 1)`;
    behind.push(run);
  }
  const keysOf = (usage: string) =>
    expect.arrayContaining([
      { name: 'usage', value: usage },
      { name: 'patient', value: null },
    ]);
  expect(await get(`/quarantine/${id}`)).toMatchObject({
    parks: true,
    successors: {
      count: 2,
      first: [
        { run: behind[0], keys: keysOf('U-1') },
        { run: behind[1], keys: keysOf('U-2') },
      ],
    },
  });
  expect((await groups()).find((one) => (one as { code: string }).code === 'http_409')).toMatchObject({ parking: 1 });
});
