import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Destination } from '../support/destination.ts';
import { openPartnered, type Partnered } from '../support/partnered.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { flowOf, node, type Stage, until } from '../support/stage.ts';

let stage: Stage;
let partner: Destination;
let close: Partnered['close'];

beforeAll(async () => {
  ({ stage, partner, close } = await openPartnered([]));
  const post = (id: string) =>
    node(id, 'connector.http', {
      connection: 'partner',
      url: `/${id}`,
      retry: { firstS: 0.2, maxS: 1, budgetS: 3600 },
    });
  await stage.live(
    flowOf(
      'killed',
      [
        node('in', 'trigger.http', {
          path: 'killed',
          keys: { idempotency: ['id'], order: { paths: ['key'], onFailure: 'park' }, business: [], correlation: null },
        }),
        node('map', 'transform.map', { text: '{"id": id, "key": key, "n": n}' }),
        post('a'),
        post('b'),
      ],
      ['in>map', 'map>a', 'map>b'],
    ),
  );
});
afterAll(() => close());

it('loses nothing it accepted when it is killed under load, and repeats only under the same key', async () => {
  let server: ServerProcess = await startServer(stage, ['intake', 'worker']);
  const port = Number(new URL(server.url).port);
  const accepted = new Set<string>();
  const next = new Map<string, number>();
  let sending = true;
  // Ten senders, each the only source of its two keys, sending again what was not answered.
  const senders = Array.from({ length: 10 }, async (_, s) => {
    while (sending) {
      for (const key of [`${s}-x`, `${s}-y`]) {
        const n = (next.get(key) ?? 0) + 1;
        const id = `${key}-${n}`;
        const response = await fetch(`http://127.0.0.1:${port}/in/dev/killed`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ id, key, n }),
        }).catch(() => null);
        if (response?.status === 202) {
          accepted.add(id);
          next.set(key, n);
        } else await new Promise((resolve) => setTimeout(resolve, 50));
        await response?.arrayBuffer().catch(() => null);
      }
    }
  });
  for (let crash = 0; crash < 4; crash++) {
    const before = accepted.size;
    await until(() => accepted.size > before + 150, 40);
    // What the last kill interrupted has been made up for: three kills in a row would put the blame on a message.
    await until(async () => (await stage.store.sql`select from work where starts > 0 limit 1`).length === 0, 60);
    await server.kill();
    server = await startServer(stage, ['intake', 'worker'], port);
  }
  const before = accepted.size;
  await until(() => accepted.size > before + 100, 40);
  sending = false;
  await Promise.all(senders);

  await until(async () => {
    const { a, b } = await stage.ledger('killed');
    return a?.inFlight === 0 && b?.inFlight === 0;
  }, 60).catch(async (error: unknown) => {
    const { sql } = stage.store;
    const stopped =
      await sql`select code, node, step, attempts, sentence, count(*)::integer from quarantine group by 1, 2, 3, 4, 5`;
    const left = await sql`
      select starts, attempts, held_by is not null as held, count(*)::integer from work group by 1, 2, 3 order by 1, 2, 3`;
    throw new Error(`${error}: ${JSON.stringify({ stopped, left })}`);
  });
  const ledger = await stage.ledger('killed');
  expect(ledger['a']).toMatchObject({ delivered: ledger['a']!.accepted, quarantined: 0, filtered: 0 });
  for (const path of ['/a', '/b']) {
    const effects = [...partner.effects.values()].filter((one) => one.path === path);
    const ids = effects.map(({ body }) => (JSON.parse(body) as { id: string }).id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...accepted].filter((id) => !ids.includes(id))).toEqual([]);
    const firsts = new Map<string, number[]>();
    for (const { body } of effects) {
      const { key, n } = JSON.parse(body) as { key: string; n: number };
      firsts.set(key, [...(firsts.get(key) ?? []), n]);
    }
    for (const [key, order] of firsts) expect([key, order]).toEqual([key, order.toSorted((x, y) => x - y)]);
  }
  const bodies = new Map(partner.arrivals.map(({ key, body }) => [key, body]));
  for (const { key, body } of partner.arrivals) expect(bodies.get(key)).toBe(body);
  expect(await server.stop()).toBe(0);
}, 180_000);
