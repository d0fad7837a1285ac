import { inTransaction, listQuarantine, resolveQuarantine } from '@throughline/store';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Destination, fail, ok, openDestination } from '../support/destination.ts';
import { flowOf, node, openStage, type Stage, until } from '../support/stage.ts';

let stage: Stage;
let billing: Destination;
let erp: Destination;

const keys = (more: Record<string, unknown> = {}) => ({
  idempotency: ['id'],
  order: null,
  business: [],
  correlation: null,
  ...more,
});
const trigger = (path: string, more: Record<string, unknown> = {}) =>
  node('in', 'trigger.http', { path, keys: keys(more) });
const post = (id: string, connection: string, more: Record<string, unknown> = {}) =>
  node(id, 'connector.http', {
    connection,
    url: `/${id}`,
    retry: { firstS: 0.1, maxS: 1, budgetS: 3600 },
    reply: { becomes: 'message', into: null },
    ...more,
  });
const idsAt = (destination: Destination, path: string) =>
  [...destination.effects.values()]
    .filter((one) => one.path === path)
    .map(({ body }) => (JSON.parse(body) as { id: string }).id);

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  billing = await openDestination();
  erp = await openDestination();
  await stage.connect('billing', billing.url);
  await stage.connect('erp', erp.url);
  // A worker keeps a connection's settings for a moment.
  await new Promise((resolve) => setTimeout(resolve, 2100));
});
afterEach(async () => {
  await billing.close();
  await erp.close();
});
afterAll(() => stage.close());

it('answers a repeat as the first time, and refuses the same key with other content', async () => {
  await stage.live(flowOf('repeat', [trigger('repeat'), post('billing', 'billing')], ['in>billing']));
  const sent = await Promise.all(Array.from({ length: 5 }, () => stage.send('repeat', { id: 'r1', n: 1 })));
  expect(sent.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
  const answers = await Promise.all(sent.map((response) => response.text()));
  expect(new Set(answers).size).toBe(1);
  const other = await stage.send('repeat', { id: 'r1', n: 2 });
  expect(other.status).toBe(422);
  expect(await other.json()).toMatchObject({ code: 'key_reused' });
  await until(async () => (await stage.ledger('repeat'))['billing']?.delivered === 1);
  expect(billing.arrivals).toHaveLength(1);
});

it('goes on with a healthy destination while the other is down, and drains the other afterwards', async () => {
  await stage.live(flowOf('two', [trigger('two'), post('a', 'billing'), post('b', 'erp')], ['in>a', 'in>b']));
  erp.answer = fail(500);
  for (let i = 0; i < 40; i++) expect((await stage.send('two', { id: `t${i}` })).status).toBe(202);
  await until(async () => (await stage.ledger('two'))['a']?.delivered === 40);
  expect(await stage.ledger('two')).toEqual({
    a: { accepted: 40, delivered: 40, quarantined: 0, filtered: 0, inFlight: 0 },
    b: { accepted: 40, delivered: 0, quarantined: 0, filtered: 0, inFlight: 40 },
  });
  erp.answer = ok;
  await until(async () => (await stage.ledger('two'))['b']?.delivered === 40, 25);
  expect(new Set(idsAt(erp, '/b')).size).toBe(40);
  expect(billing.arrivals).toHaveLength(40);
  const firstKeys = new Map(erp.arrivals.map(({ body, key }) => [body, key]));
  for (const { body, key } of erp.arrivals) expect(key).toBe(firstKeys.get(body));
});

it('keeps the order of a key when one of its messages fails at first', async () => {
  await stage.live(
    flowOf(
      'ordered',
      [trigger('ordered', { order: { paths: ['po'], onFailure: 'park' } }), post('erp', 'erp')],
      ['in>erp'],
    ),
  );
  let refused = 0;
  erp.answer = (arrived, res, commit) => {
    const { id } = JSON.parse(arrived.body) as { id: string };
    if (id === 'k0-5' && refused++ < 3) return fail(503)(arrived, res, commit);
    return ok(arrived, res, commit);
  };
  for (let n = 1; n <= 20; n++) {
    await Promise.all(Array.from({ length: 5 }, (_, k) => stage.send('ordered', { id: `k${k}-${n}`, po: `PO-${k}` })));
  }
  await until(async () => (await stage.ledger('ordered'))['erp']?.delivered === 100, 30);
  for (let k = 0; k < 5; k++) {
    const order = idsAt(erp, '/erp').filter((id) => id.startsWith(`k${k}-`));
    expect(order).toEqual(Array.from({ length: 20 }, (_, i) => `k${k}-${i + 1}`));
  }
});

it('parks only the key of a rejected message; skipping it lets the successors through in order', async () => {
  await stage.live(
    flowOf(
      'parked',
      [trigger('parked', { order: { paths: ['po'], onFailure: 'park' } }), post('erp', 'erp')],
      ['in>erp'],
    ),
  );
  erp.answer = (arrived, res, commit) =>
    ((JSON.parse(arrived.body) as { id: string }).id === 'p1-2' ? fail(422) : ok)(arrived, res, commit);
  for (let n = 1; n <= 5; n++) {
    for (const po of ['p1', 'p2']) await stage.send('parked', { id: `${po}-${n}`, po });
  }
  await until(async () => (await stage.ledger('parked'))['erp']?.delivered === 6);
  expect(await stage.ledger('parked')).toEqual({
    erp: { accepted: 10, delivered: 6, quarantined: 1, filtered: 0, inFlight: 3 },
  });
  const [held] = await listQuarantine(
    stage.store,
    { environment: 'dev', flow: 'parked', state: 'open' },
    { limit: 10 },
  );
  expect(held).toMatchObject({ node: 'erp', class: 'rejected', code: 'http_422', parks: true, attempts: 1 });
  const skipped = await inTransaction(stage.store, (tx) =>
    resolveQuarantine(tx, { id: held!.id, state: 'skipped', by: 'test', reason: 'wrong order' }),
  );
  expect(skipped).toBe(true);
  await until(async () => (await stage.ledger('parked'))['erp']?.delivered === 9);
  expect(idsAt(erp, '/erp').filter((id) => id.startsWith('p1'))).toEqual(['p1-1', 'p1-3', 'p1-4', 'p1-5']);
});

it('settles a batch without waiting for a slow delivery, which is made once', async () => {
  await stage.live(flowOf('slow', [trigger('slow'), post('a', 'billing'), post('b', 'erp')], ['in>a', 'in>b']));
  erp.answer = (arrived, res, commit) => setTimeout(() => ok(arrived, res, commit), 900);
  const began = Date.now();
  for (let i = 0; i < 10; i++) await stage.send('slow', { id: `s${i}` });
  await until(async () => (await stage.ledger('slow'))['a']?.delivered === 10);
  expect(Date.now() - began).toBeLessThan(880);
  await until(async () => (await stage.ledger('slow'))['b']?.delivered === 10);
  expect(erp.arrivals).toHaveLength(10);
});

it('waits as long as a rate-limited destination asks', async () => {
  await stage.live(flowOf('limited', [trigger('limited'), post('erp', 'erp')], ['in>erp']));
  let until429 = 0;
  erp.answer = (arrived, res, commit) => {
    if (erp.arrivals.length === 1) {
      until429 = Date.now() + 2000;
      return fail(429, { 'retry-after': '2' })(arrived, res, commit);
    }
    return ok(arrived, res, commit);
  };
  await stage.send('limited', { id: 'l1' });
  await until(() => until429 > 0);
  for (let i = 2; i <= 5; i++) await stage.send('limited', { id: `l${i}` });
  await until(async () => (await stage.ledger('limited'))['erp']?.delivered === 5);
  expect(erp.arrivals.slice(1).every(({ at }) => at >= until429)).toBe(true);
});

it('asks a person when a destination that acts twice may have acted', async () => {
  const lost: Destination['answer'] = (_, res, commit) => {
    commit();
    res.socket?.destroy();
  };
  await stage.live(flowOf('once', [trigger('once'), post('erp', 'erp', { safety: 'neither' })], ['in>erp']));
  erp.answer = lost;
  await stage.send('once', { id: 'o1' });
  await until(async () => (await stage.ledger('once'))['erp']?.quarantined === 1);
  const [held] = await listQuarantine(stage.store, { environment: 'dev', flow: 'once' }, { limit: 10 });
  expect(held).toMatchObject({ code: 'unknown_outcome', class: 'unknown-outcome', node: 'erp' });
  expect(erp.arrivals).toHaveLength(1);
});

it('sends again with the same key when an idempotent destination lost its answer', async () => {
  await stage.live(flowOf('again', [trigger('again'), post('erp', 'erp')], ['in>erp']));
  erp.answer = (arrived, res, commit) => {
    if (erp.arrivals.length > 1) return ok(arrived, res, commit);
    commit();
    return res.socket?.destroy();
  };
  await stage.send('again', { id: 'g1' });
  await until(async () => (await stage.ledger('again'))['erp']?.delivered === 1);
  expect(erp.arrivals).toHaveLength(2);
  expect(erp.effects.size).toBe(1);
});
