import { setTimeout as pause } from 'node:timers/promises';
import { receive } from '@throughline/nodes/runs';
import {
  inTransaction,
  listQuarantine,
  listRuns,
  planReplay,
  type ReplayMode,
  type Selection,
  startReplay,
} from '@throughline/store';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Destination, fail, ok } from '../support/destination.ts';
import { openPartnered, type Partnered } from '../support/partnered.ts';
import { flowOf, node, type Stage, until } from '../support/stage.ts';

let stage: Stage;
let partner: Destination;
let close: Partnered['close'];
beforeAll(async () => {
  ({ stage, partner, close } = await openPartnered());
});
beforeEach(() => {
  partner.answer = ok;
  partner.arrivals.length = 0;
});
afterAll(() => close());

const trigger = (path: string) =>
  node('in', 'trigger.http', { path, keys: { idempotency: ['id'], order: null, business: [], correlation: null } });
const post = (id: string) => node(id, 'connector.http', { connection: 'partner', url: `/${id}` });
const map = (id: string, text: string) => node(id, 'transform.map', { text });
const bodiesAt = (path: string) => partner.arrivals.filter((one) => one.path === path).map(({ body }) => body);

const plan = (selection: Selection, mode: ReplayMode) => planReplay(stage.store, selection, mode, receive);
async function replay(selection: Selection, mode: ReplayMode, edited?: string) {
  const { targets } = await plan(selection, mode);
  const request = { id: crypto.randomUUID(), environment: 'dev', mode, reason: 'test', by: 'test', edited };
  return inTransaction(stage.store, (tx) => startReplay(stage.store, tx, request, targets, receive));
}
const runsOf = async (flow: string) =>
  (await listRuns(stage.store, { environment: 'dev', flow, limit: 50 })).map(({ id }) => id);

const chain = (path: string, second: string) =>
  flowOf(
    path,
    [trigger(path), map('one', '{"id": id, "n": n, "one": true}'), map('two', second), post('book'), post('tell')],
    ['in>one', 'one>two', 'two>book', 'one>tell'],
  );

it('starts at a named step with the message as it came there, on the version asked for', async () => {
  await stage.live(chain('steps', '{"id": id, "n": n, "by": "version 1"}'));
  await stage.send('steps', '{"id":"s1","n":12345678901234567890.12}');
  await until(async () => (await stage.ledger('steps'))['tell']?.delivered === 1 && bodiesAt('/book').length === 1);
  await stage.live(chain('steps', '{"id": id, "n": n, "by": "version 2"}'));
  const runs = await runsOf('steps');
  const mode = { from: { node: 'two' }, version: 'as-run', repeat: true } as const;
  expect(await plan({ environment: 'dev', runs }, mode)).toMatchObject({
    targets: [{ source: runs[0] }],
    left: [],
    destinations: [{ destination: 'book', sends: 1, confirmed: 0 }],
  });
  for (const version of ['as-run', 'live', 1] as const) {
    partner.arrivals.length = 0;
    expect((await replay({ environment: 'dev', runs }, { ...mode, version })).made).toHaveLength(1);
    await until(() => bodiesAt('/book').length === 1);
    const by = version === 'live' ? 'version 2' : 'version 1';
    expect(bodiesAt('/book')).toEqual([`{"id":"s1","n":12345678901234567890.12,"by":"${by}"}`]);
    expect(bodiesAt('/tell')).toEqual([]);
  }
  partner.arrivals.length = 0;
  await replay({ environment: 'dev', runs }, { from: { node: 'tell' }, version: 'live', repeat: true }, '{"edited":1}');
  await until(() => bodiesAt('/tell').length === 1);
  expect([bodiesAt('/tell'), bodiesAt('/book')]).toEqual([['{"edited":1}'], []]);

  // A message that has run several times is one message, by its newest run.
  const listed = () => listRuns(stage.store, { environment: 'dev', flow: 'steps', limit: 50 });
  await until(async () => (await listed()).every(({ state }) => state === 'done'));
  const again = (await listed()).map(({ id }) => id);
  expect(again).toHaveLength(5);
  const { targets } = await plan({ environment: 'dev', runs: again }, { ...mode, from: 'received' });
  expect(targets.map(({ source }) => source)).toEqual([again[0]]);
});

it('says why it cannot start there: no such step, no such version, never came there', async () => {
  await stage.live(
    flowOf(
      'ways',
      [
        trigger('ways'),
        node('which', 'route.switch', {
          mode: 'first',
          cases: [{ port: 'left', when: 'left' }],
          otherwise: true,
        }),
        post('left-post'),
        post('right-post'),
      ],
      ['in>which', 'which:left>left-post', 'which:otherwise>right-post'],
    ),
  );
  await stage.send('ways', { id: 'w1', left: true });
  await until(async () => (await stage.ledger('ways'))['left-post']?.delivered === 1);
  const selection = { environment: 'dev', runs: await runsOf('ways') };
  const mode = { version: 'as-run', repeat: false } as const;
  expect(await plan(selection, { ...mode, from: { node: 'right-post' } })).toMatchObject({
    targets: [],
    left: [{ why: 'unreached' }],
  });
  await expect(plan(selection, { ...mode, from: { node: 'nobody' } })).rejects.toMatchObject({ code: 'step_gone' });
  await expect(plan(selection, { ...mode, from: { node: 'which' }, version: 9 })).rejects.toMatchObject({
    code: 'version_unknown',
  });

  expect(await plan(selection, { ...mode, from: 'received' })).toMatchObject({ targets: [{}], left: [] });
  await stage.store.sql`delete from message_body`;
  for (const from of ['received', { node: 'which' }] as const) {
    expect(await plan(selection, { ...mode, from })).toMatchObject({ targets: [], left: [{ why: 'expired' }] });
  }
});

it('starts a piece of a split where the piece began, not at the trigger of the whole', async () => {
  await stage.live(
    flowOf(
      'pieces',
      [trigger('pieces'), node('split', 'route.split', { items: { expr: 'lines' } }), post('line')],
      ['in>split', 'split:piece>line'],
    ),
  );
  await stage.send('pieces', { id: 'p1', lines: [{ n: 1 }, { n: 2 }] });
  await until(async () => (await stage.ledger('pieces'))['line']?.delivered === 2);
  partner.arrivals.length = 0;
  const runs = await runsOf('pieces');
  await replay({ environment: 'dev', runs: [runs[0]!] }, { from: 'received', version: 'as-run', repeat: true });
  await until(() => bodiesAt('/line').length === 1);
  expect(['{"n":1}', '{"n":2}']).toContain(bodiesAt('/line')[0]);
});

/** Fails so many times at /book, then answers. */
const awayFor = (times: number): Destination['answer'] => {
  let left = times;
  return (...request) => (request[0].path === '/book' && left-- > 0 ? fail(503) : ok)(...request);
};

/** Takes longer for one message than a batch waits. */
const slowFor =
  (id: string): Destination['answer'] =>
  async (...request) => {
    if (request[0].path === '/book' && JSON.parse(request[0].body).id === id) await pause(400);
    ok(...request);
  };

const refuse =
  (id: string): Destination['answer'] =>
  (...request) =>
    (request[0].path === '/book' && JSON.parse(request[0].body).id === id ? fail(422) : ok)(...request);

it.each([
  ['confirmed before', 'confirmed', false, ok, ok],
  ['sent to again', 'again', true, ok, ok],
  ['away for a while', 'away', true, ok, awayFor(2)],
  ['slow now and then', 'slow', false, slowFor('k2'), ok],
  ['the one that refused it', 'refused', false, refuse('k1'), ok],
])(
  'keeps the order of a key wherever its messages start again; the first destination is %s',
  async (...[, path, repeat, before, then]) => {
    partner.answer = before;
    const through = (source: string) =>
      flowOf(
        path,
        [
          node('in', 'trigger.http', {
            path,
            keys: {
              idempotency: ['id'],
              order: { paths: ['key'], onFailure: 'continue' },
              business: [],
              correlation: null,
            },
          }),
          node('book', 'connector.http', {
            ...{ connection: 'partner', url: '/book', reply: { becomes: 'message', into: null } },
          }),
          node('check', 'transform.code', { source }),
          post('tell'),
        ],
        ['in>book', 'book>check', 'check>tell'],
      );
    await stage.live(through('throw new Error("not yet");'));
    for (const id of ['k1', 'k2', 'k3']) await stage.send(path, { id, key: 'k' });
    await until(async () => (await stage.ledger(path))['tell']?.quarantined === 3);
    await stage.live(through('return message;'));
    const open = await listQuarantine(stage.store, { environment: 'dev', flow: path, state: 'open' }, { limit: 10 });
    const ids = open.map(({ id }) => id).reverse();
    const request = async (some: string[], from: 'received' | 'stopped') => {
      const mode = { from, version: 'live', repeat } as const;
      const { targets } = await plan({ quarantine: { environment: 'dev', ids: some } }, mode);
      const asked = { id: crypto.randomUUID(), environment: 'dev', mode, reason: 'test', by: 'test' };
      return { asked, targets };
    };
    const requests = [await request(ids.slice(0, 1), 'received'), await request(ids.slice(1), 'stopped')];
    partner.answer = then;
    await inTransaction(stage.store, async (tx) => {
      for (const { asked, targets } of requests) await startReplay(stage.store, tx, asked, targets, receive);
    });
    await until(() => bodiesAt('/tell').length === 3);
    expect(bodiesAt('/tell').map((body) => JSON.parse(body).id)).toEqual(['k1', 'k2', 'k3']);
  },
);

it('keeps the order of a key behind a delivery that took longer than its batch', async () => {
  const keys = {
    idempotency: ['id'],
    order: { paths: ['key'], onFailure: 'continue' },
    business: [],
    correlation: null,
  };
  await stage.live(
    flowOf(
      'behind',
      [
        node('in', 'trigger.http', { path: 'behind', keys }),
        node('book', 'connector.http', {
          ...{ connection: 'partner', url: '/book', reply: { becomes: 'message', into: null } },
        }),
        node('check', 'transform.code', { source: 'throw new Error("not yet");' }),
        post('tell'),
      ],
      ['in>book', 'book>check', 'check>tell'],
    ),
  );
  partner.answer = slowFor('b1');
  for (const id of ['b1', 'b2', 'b3']) await stage.send('behind', { id, key: 'b' });
  await until(async () => (await stage.ledger('behind'))['tell']?.quarantined === 3);
  const lanes = await stage.store.sql<{ node: string }[]>`
    select distinct l.node from quarantine q join lane l on l.id = q.lane_id
    where q.node = 'check' and q.state = 'open' and l.key = (select key from lane where node = 'book' order by id desc limit 1)`;
  expect(lanes).toEqual([{ node: '' }]);
});
