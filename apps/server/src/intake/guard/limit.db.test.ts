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

const at = (node: string) => ({ environmentId: 1, flow: 'f', node, client: null });

describe('limits', () => {
  it('let in what they say and no more, whatever process it comes to', async () => {
    const limits = limitsOf({ calls: 100, seconds: 3600 }, null);
    const limiters = stores.map(createLimiter);
    const all = await Promise.allSettled(
      Array.from({ length: 260 }, (_, i) => limiters[i % limiters.length]!.take(at('shared'), limits)),
    );
    const left = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value['ratelimit']!] : []));
    expect(left).toHaveLength(100);
    // Each of those let in was told another number of calls left.
    expect(new Set(left.map((text) => Number(/r=(\d+)/.exec(text)![1]))).size).toBe(100);
    const refusals = all.flatMap((one) => (one.status === 'rejected' ? [one.reason as Refusal] : []));
    expect(new Set(refusals.map(({ status, code }) => `${status} ${code}`))).toEqual(new Set(['429 too_often']));
    const { retryAfterS, headers, more } = refusals[0]!;
    expect(retryAfterS).toBeGreaterThan(0);
    expect(retryAfterS).toBeLessThanOrEqual(3600);
    expect(headers).toMatchObject({
      'ratelimit-policy': '"rate";q=100;w=3600',
      ratelimit: expect.stringMatching(/^"rate";r=0;t=\d+$/),
    });
    expect(more).toMatchObject({ 'violated-policies': ['rate'] });
  });

  it('take nothing from a quota for what the rate refuses', async () => {
    const limits = limitsOf({ calls: 2, seconds: 3600 }, { calls: 5, per: 'day' });
    const limiter = createLimiter(stores[0]!);
    const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => limiter.take(at('both'), limits)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const { remaining } = await takeCalls(stores[0]!, at('both'), 0, limits);
    expect(remaining).toEqual([3, 0]);
  });

  it('begin again with the next window; a month is a calendar month', async () => {
    const limits = limitsOf({ calls: 1, seconds: 1 }, { calls: 10, per: 'month' });
    const limiter = createLimiter(stores[0]!);
    await limiter.take(at('again'), limits);
    await expect(limiter.take(at('again'), limits)).rejects.toMatchObject({ status: 429, retryAfterS: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    const { ratelimit } = await limiter.take(at('again'), limits);
    expect(ratelimit).toMatch(/^"quota";r=8;t=\d+, "rate";r=0;t=1$/);
    const [{ seconds }] = await stores[0]!.sql<[{ seconds: number }]>`select extract(epoch from
      date_trunc('month', now(), 'UTC') + interval '1 month' - now())::float8 as seconds`;
    expect(Math.abs(Number(/t=(\d+)/.exec(ratelimit!)![1]) - seconds)).toBeLessThan(5);
  });

  it('count each client apart', async () => {
    const limits = limitsOf({ calls: 1, seconds: 3600 }, null);
    const limiter = createLimiter(stores[0]!);
    for (const client of ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b']) {
      await expect(limiter.take({ ...at('apart'), client }, limits)).resolves.toBeDefined();
    }
  });
});
