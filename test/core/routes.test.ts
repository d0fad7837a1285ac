import { receive } from '@throughline/nodes/runs';
import { inTransaction, listQuarantine, planReplay, startReplay } from '@throughline/store';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Destination, ok } from '../support/destination.ts';
import { openPartnered, type Partnered } from '../support/partnered.ts';
import { flowOf, node, type Stage, until } from '../support/stage.ts';

let stage: Stage;
let partner: Destination;
let close: Partnered['close'];

const trigger = (path: string, more: Record<string, unknown> = {}) =>
  node('in', 'trigger.http', {
    path,
    keys: { idempotency: ['id'], order: null, business: [], correlation: null },
    ...more,
  });
const post = (id: string) =>
  node(id, 'connector.http', { connection: 'partner', url: `/${id}`, reply: { becomes: 'answer' } });
const bodies = (path: string) =>
  [...partner.effects.values()]
    .filter((one) => one.path === path)
    .map(({ body }) => JSON.parse(body) as Record<string, unknown>);

beforeAll(async () => {
  ({ stage, partner, close } = await openPartnered());
});
beforeEach(() => {
  partner.answer = ok;
});
afterAll(() => close());

it('gives every piece of a split a life of its own, and gathers those of another', async () => {
  await stage.live(
    flowOf(
      'pieces',
      [
        trigger('pieces'),
        node('split', 'route.split', { items: { expr: 'lines' } }),
        node('check', 'transform.code', { source: "if (message.bad) throw new Error('bad line'); return message;" }),
        post('line'),
        node('gather', 'route.gather'),
        post('all'),
      ],
      ['in>split', 'split:piece>check', 'check>line', 'split:piece>gather', 'gather:all>all'],
    ),
  );
  const lines = Array.from({ length: 6 }, (_, n) => ({ n, bad: n === 3 }));
  await stage.send('pieces', { id: 'p', lines });
  await until(async () => (await stage.ledger('pieces'))['all']?.delivered === 1);
  await until(async () => (await stage.ledger('pieces'))['line']?.delivered === 5);
  expect(await stage.ledger('pieces')).toEqual({
    line: { accepted: 6, delivered: 5, quarantined: 1, filtered: 0, inFlight: 0 },
    all: { accepted: 1, delivered: 1, quarantined: 0, filtered: 0, inFlight: 0 },
  });
  expect(bodies('/line').map(({ n }) => n)).toEqual([0, 1, 2, 4, 5]);
  expect(bodies('/all')).toEqual([lines]);
});

it('gives errors of a scope to its catch, from code and from a destination', async () => {
  await stage.live(
    flowOf(
      'caught',
      [
        trigger('caught'),
        node('code', 'transform.code', { source: "if (message.fail) throw new Error('no'); return message;" }),
        post('first'),
        node('catch', 'route.catch', { scope: 'flow' }),
        post('problem'),
      ],
      ['in>code', 'code>first', 'catch>problem'],
    ),
  );
  partner.answer = (arrived, res, commit) => {
    if (arrived.path === '/first') {
      res.writeHead(422);
      return res.end();
    }
    return ok(arrived, res, commit);
  };
  await stage.send('caught', { id: 'c1', fail: true });
  await stage.send('caught', { id: 'c2' });
  await until(async () => (await stage.ledger('caught'))['problem']?.delivered === 2);
  const errors = bodies('/problem').map(({ error, message }) => [
    (error as { step: string; code: string }).step,
    (error as { step: string; code: string }).code,
    (message as { id: string }).id,
  ]);
  expect(errors.sort()).toEqual([
    ['code', 'code_error', 'c1'],
    ['first', 'http_422', 'c2'],
  ]);
  expect(await stage.ledger('caught')).toMatchObject({ first: { accepted: 2, quarantined: 0, inFlight: 0 } });
});

it('answers a waiting caller, with what the flow found or with why it stopped', async () => {
  await stage.live(
    flowOf(
      'ask',
      [
        trigger('ask', { answer: { mode: 'reply', timeoutS: 10 } }),
        node('map', 'transform.map', { text: '{"double": n * 2}' }),
        node('respond', 'connector.respond', { status: '200' }),
      ],
      ['in>map', 'map>respond'],
    ),
  );
  const good = await stage.send('ask', { id: 'a1', n: 21 });
  expect([good.status, await good.json()]).toEqual([200, { double: 42 }]);
  const again = await stage.send('ask', { id: 'a1', n: 21 });
  expect([again.status, again.headers.get('idempotency-replayed'), await again.json()]).toEqual([
    200,
    'true',
    { double: 42 },
  ]);
  const bad = await stage.send('ask', { id: 'a2', n: 'x' });
  expect([bad.status, await bad.json()]).toMatchObject([422, { code: 'expression_error' }]);
});

it('runs a called flow inside its caller', async () => {
  await stage.live(
    flowOf(
      'part',
      [
        node('start', 'trigger.called'),
        node('add', 'transform.map', { text: '{"id": id, "sum": a + b}' }),
        node('end', 'route.return'),
      ],
      ['start>add', 'add>end'],
    ),
  );
  await stage.live(
    flowOf(
      'caller',
      [trigger('caller'), node('call', 'route.call', { flow: 'part' }), post('sum')],
      ['in>call', 'call>sum'],
    ),
  );
  await stage.send('caller', { id: 'x', a: 2, b: 3 });
  await until(async () => (await stage.ledger('caller'))['sum']?.delivered === 1);
  expect(bodies('/sum')).toEqual([{ id: 'x', sum: 5 }]);
});

it('continues behind a connector with its answer, and a replay skips what was confirmed', async () => {
  const refuse = new Set(['/second']);
  partner.answer = (arrived, res, commit) => {
    if (!refuse.has(arrived.path)) {
      commit();
      res.writeHead(200, { 'content-type': 'application/json' });
      return res.end(JSON.stringify({ booked: arrived.path }));
    }
    res.writeHead(400);
    return res.end();
  };
  await stage.live(
    flowOf(
      'chain',
      [trigger('chain'), post('first'), node('map', 'transform.map', { text: '{"after": booked}' }), post('second')],
      ['in>first', 'first>map', 'map>second'],
    ),
  );
  await stage.send('chain', { id: 'ch1' });
  await until(async () => (await stage.ledger('chain'))['second']?.quarantined === 1);
  expect(await stage.ledger('chain')).toMatchObject({ first: { delivered: 1 }, second: { accepted: 1, inFlight: 0 } });
  refuse.clear();
  const selection = { quarantine: { environment: 'dev', flow: 'chain' } };
  const mode = { from: 'received', version: 'as-run', repeat: false } as const;
  const plan = await planReplay(stage.store, selection, mode, receive);
  expect(plan.destinations).toMatchObject([
    { destination: 'first', sends: 0, confirmed: 1 },
    { destination: 'second', sends: 1, confirmed: 0 },
  ]);
  const request = { id: crypto.randomUUID(), environment: 'dev', mode, reason: 'mended', by: 'test' };
  const once = await inTransaction(stage.store, (tx) => startReplay(stage.store, tx, request, plan.targets, receive));
  const twice = await inTransaction(stage.store, (tx) => startReplay(stage.store, tx, request, plan.targets, receive));
  expect([once.made.length, twice.made.length]).toEqual([1, 0]);
  await until(async () => (await stage.ledger('chain'))['second']?.delivered === 1);
  expect(partner.arrivals.filter(({ path }) => path === '/first' && path.length > 0).length).toBeGreaterThan(0);
  expect(bodies('/first').filter(({ id }) => id === 'ch1')).toHaveLength(1);
  expect(partner.arrivals.filter(({ path, body }) => path === '/first' && body.includes('ch1'))).toHaveLength(1);
  expect(bodies('/second')).toEqual([{ after: '/first' }]);
  expect(await stage.ledger('chain')).toEqual({
    first: { accepted: 1, delivered: 1, quarantined: 0, filtered: 0, inFlight: 0 },
    second: { accepted: 1, delivered: 1, quarantined: 0, filtered: 0, inFlight: 0 },
  });
  expect(await listQuarantine(stage.store, { environment: 'dev', flow: 'chain', state: 'open' }, { limit: 5 })).toEqual(
    [],
  );
});

it('reads from outside only when all before it in its order has been delivered', async () => {
  const seen: number[] = [];
  partner.answer = (arrived, res, commit) => {
    if (arrived.path === '/order') {
      seen.push([...partner.effects.values()].filter(({ path }) => path === '/booked').length);
      res.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    } else ok(arrived, res, commit);
  };
  await stage.live(
    flowOf(
      'in-order',
      [
        trigger('in-order', {
          keys: { idempotency: ['id'], order: { paths: ['po'], onFailure: 'park' }, business: [], correlation: null },
        }),
        node('ask', 'enrich.http-lookup', { connection: 'partner', url: '/order', into: 'order', ttlS: 0 }),
        post('booked'),
      ],
      ['in>ask', 'ask>booked'],
    ),
  );
  for (let n = 0; n < 5; n++) await stage.send('in-order', { id: `o${n}`, po: 'PO-1' });
  await until(async () => (await stage.ledger('in-order'))['booked']?.delivered === 5);
  expect(seen).toEqual([0, 1, 2, 3, 4]);
});
