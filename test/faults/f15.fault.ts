import { inTransaction, listQuarantine, resolveQuarantine } from '@throughline/store';
import { expect } from 'vitest';
import { until } from '../support/stage.ts';
import { fault } from './harness/fault.ts';
import { orders } from './harness/flows.ts';
import { readJournal } from './harness/journal.ts';
import { idOf } from './harness/message.ts';
import type { Arrival } from './harness/receiver.ts';

const KEYS = 20;
const EACH = 20;
/** Message `n` of key `k`. */
const of = (k: number, n: number) => idOf((n - 1) * KEYS + k + 1);
const placesOf = (arrivals: Arrival[], key: string) =>
  arrivals.filter((one) => one.key === key && one.effect).map(({ n }) => n);
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

fault('F15', 'the fifth of twenty messages of a key fails three times, then succeeds', async (scene) => {
  const world = await scene.open({ flows: [orders()] });
  await world.start();
  await world.rules([{ manner: { do: 'status', status: 503 }, ids: [of(4, 5)], first: 3 }]);
  await world.load({ count: KEYS * EACH }).done;
  const { arrivals } = await scene.survives(world);
  expect(placesOf(arrivals, 'k-04')).toEqual(upTo(EACH));
  expect(arrivals.filter(({ id }) => id === of(4, 5))).toHaveLength(4);
  // The other keys did not wait for it.
  const failing = arrivals.filter(({ manner }) => manner === '503').map(({ at }) => at);
  const others = arrivals.filter(({ key, at }) => key !== 'k-04' && at > failing[0]! && at < failing.at(-1)!);
  expect(others.length).toBeGreaterThan(0);
});

fault('F15', 'a rejected message holds its key until a person decides', async (scene) => {
  const world = await scene.open({ flows: [orders('park')] });
  await world.start();
  await world.rules([{ manner: { do: 'status', status: 422 }, ids: [of(4, 5)] }]);
  await world.load({ count: KEYS * EACH }).done;
  await until(async () => (await world.inFlight()) === EACH - 5, 60);
  const [held] = await listQuarantine(world.store, { environment: 'dev', state: 'open' }, { limit: 5 });
  expect(held).toMatchObject({ parks: true, code: 'http_422', node: 'ledger' });
  expect(placesOf(readJournal<Arrival>(world.journals.arrivals), 'k-04')).toEqual(upTo(4));
  await inTransaction(world.store, (tx) =>
    resolveQuarantine(tx, { id: held!.id, state: 'skipped', by: 'faults', reason: 'not ours' }),
  );
  const { arrivals } = await scene.survives(world, { quarantine: ['http_422'] });
  expect(placesOf(arrivals, 'k-04')).toEqual(upTo(EACH).filter((n) => n !== 5));
});

fault('F15', 'a rejected message lets its successors by where the flow says so', async (scene) => {
  const world = await scene.open({ flows: [orders('continue')] });
  await world.start();
  await world.rules([{ manner: { do: 'status', status: 422 }, ids: [of(4, 5)] }]);
  await world.load({ count: KEYS * EACH }).done;
  const { arrivals } = await scene.survives(world, { quarantine: ['http_422'] });
  expect(placesOf(arrivals, 'k-04')).toEqual(upTo(EACH).filter((n) => n !== 5));
});
