import { randomBytes } from 'node:crypto';
import { openStore, type Store, saveEnvironment, takeCalls } from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../../test/support/postgres.ts';
import type { Refusal } from '../refusal.ts';
import { createLimiter, limitsOf } from './limit.ts';

const stores: Store[] = [];
beforeAll(async () => {
  const { url } = await createDatabase();
  const masterKey = randomBytes(32);
  for (let i = 0; i < 3; i++) stores.push(await openStore({ url, masterKey, name: 'limit test', max: 2 }));
  await saveEnvironment(stores[0]!, { name: 'dev', title: 'Dev', colour: 'teal', protected: false, settings: {} });
});
afterAll(() => Promise.all(stores.map((store) => store.close())));

const place = (node: string) => ({ environmentId: 1, flow: 'f', node, client: null });

describe('limits', () => {
  it('let in what they say and no more, whatever process it comes to', async () => {
    const limits = limitsOf({ calls: 100, seconds: 3600 }, null);
    const limiters = stores.map(createLimiter);
    const all = await Promise.allSettled(
      Array.from({ length: 260 }, (_, i) => limiters[i % limiters.length]!.take(place('shared'), limits)),
    );
    const left = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value['ratelimit']!] : []));
    expect(left).toHaveLength(100);
    // Each of those let in was told another number of calls left.
    expect(new Set(left.map((text) => Number(/r=(\d+)/.exec(text)![1]))).size).toBe(100);
    const refusals = all.flatMap((one) => (one.status === 'rejected' ? [one.reason as Refusal] : []));
    expect(new Set(refusals.map(({ status, code }) => `${status} ${code}`))).toEqual(new Set(['429 too_often']));
    const { retryAfterS, headers, more } = refusals[0]!;
    expect(retryAfterS).toBeGreaterThan(0);
    expect(retryAfterS).toBeLessThanOrEqual(3660);
    expect(headers).toMatchObject({
      'ratelimit-policy': '"rate";q=100;w=3600',
      ratelimit: expect.stringMatching(/^"rate";r=0;t=\d+$/),
    });
    expect(more).toMatchObject({ 'violated-policies': ['rate'] });
  });

  it('take nothing from a quota for what the rate refuses', async () => {
    const limits = limitsOf({ calls: 2, seconds: 3600 }, { calls: 5, per: 'day' });
    const limiter = createLimiter(stores[0]!);
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => limiter.take(place('both'), limits)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const { remaining } = await takeCalls(stores[0]!, place('both'), 0, limits);
    expect(remaining).toEqual([3, 0]);
  });

  it('of a rate hold in every window of its length, wherever it begins', async () => {
    const limits = limitsOf({ calls: 10, seconds: 2 }, null);
    const at = place('sliding');
    const letIn: number[] = [];
    const began = performance.now();
    // Four windows long, one asks for more than there is, again and again.
    while (performance.now() - began < 4_200) {
      const { granted } = await takeCalls(stores[0]!, at, 10, limits);
      const now = performance.now();
      for (let i = 0; i < granted; i++) letIn.push(now);
      await new Promise((resolve) => setTimeout(resolve, 7));
    }
    for (const first of letIn) {
      expect(letIn.filter((one) => one >= first && one < first + 1_990).length).toBeLessThanOrEqual(10);
    }
    // What has passed comes back: three rates' worth by then, none of it twice.
    expect(letIn.length).toBeGreaterThanOrEqual(20);
    expect(letIn.length).toBeLessThanOrEqual(30);
  });

  it('of a rate say when there are new ones, and begin anew when it is another rate', async () => {
    const limiter = createLimiter(stores[0]!);
    const at = place('again');
    const limits = limitsOf({ calls: 1, seconds: 1 }, null);
    await limiter.take(at, limits);
    const refused = (await limiter.take(at, limits).catch((error: unknown) => error)) as Refusal;
    expect(refused).toMatchObject({ status: 429 });
    expect(refused.retryAfterS).toBeLessThanOrEqual(2);
    await new Promise((resolve) => setTimeout(resolve, refused.retryAfterS! * 1000));
    await limiter.take(at, limits);
    await limiter.take(at, limitsOf({ calls: 1, seconds: 3600 }, null));
    await expect(limiter.take(at, limitsOf({ calls: 1, seconds: 3600 }, null))).rejects.toMatchObject({ status: 429 });
  });

  it('of a quota begin again with the day or month of the calendar', async () => {
    const limits = limitsOf(null, { calls: 10, per: 'month' });
    const { ratelimit } = await createLimiter(stores[0]!).take(place('month'), limits);
    expect(ratelimit).toMatch(/^"quota";r=9;t=\d+$/);
    const [{ seconds }] = await stores[0]!.sql<[{ seconds: number }]>`select extract(epoch from
      date_trunc('month', now(), 'UTC') + interval '1 month' - now())::float8 as seconds`;
    expect(Math.abs(Number(/t=(\d+)/.exec(ratelimit!)![1]) - seconds)).toBeLessThan(5);
    await stores[0]!
      .sql`update door_count set began_at = began_at - interval '40 days', count = 10 where node = 'month'`;
    const { remaining } = await takeCalls(stores[0]!, place('month'), 1, limits);
    expect(remaining).toEqual([9]);
  });

  it('count each client apart', async () => {
    const limits = limitsOf({ calls: 1, seconds: 3600 }, null);
    const limiter = createLimiter(stores[0]!);
    for (const client of ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b']) {
      await expect(limiter.take({ ...place('apart'), client }, limits)).resolves.toBeDefined();
    }
  });
});
