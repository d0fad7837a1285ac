import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Destination, ok } from '../support/destination.ts';
import { openPartnered, type Partnered } from '../support/partnered.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { flowOf, node, type Stage, until } from '../support/stage.ts';

/** A lease and a heartbeat. */
const WITHIN_MS = 20_000;
const MESSAGES = 40;

let stage: Stage;
let partner: Destination;
let close: Partnered['close'];
const processes: ServerProcess[] = [];
beforeAll(async () => {
  ({ stage, partner, close } = await openPartnered([]));
  await stage.live(
    flowOf(
      'shared',
      [
        node('in', 'trigger.http', {
          path: 'shared',
          keys: { idempotency: ['id'], order: { paths: ['key'], onFailure: 'park' }, business: [], correlation: null },
        }),
        node('send', 'connector.http', { connection: 'partner', url: '/shared' }),
      ],
      ['in>send'],
    ),
  );
});
afterAll(async () => {
  for (const one of processes) if (one.child.exitCode === null && one.child.signalCode === null) await one.stop();
  await close();
});

it('shares one database over processes by role; a worker alone takes over from one that was killed', async () => {
  const intake = await startServer(stage, ['intake']);
  const first = await startServer(stage, ['worker']);
  processes.push(intake, first);
  partner.answer = (arrived, res, commit) => void setTimeout(() => ok(arrived, res, commit), 150);
  await until(async () => (await fetch(`${intake.url}/in/dev/shared`, { method: 'OPTIONS' })).status !== 404);
  for (let n = 0; n < MESSAGES; n++) {
    const sent = await fetch(`${intake.url}/in/dev/shared`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: `s${n}`, key: `k${n % 4}` }),
    });
    expect(sent.status).toBe(202);
  }
  const second = await startServer(stage, ['worker']);
  processes.push(second);
  await first.kill();
  const killed = Date.now();
  partner.answer = ok;
  await until(async () => (await stage.ledger('shared'))['send']?.inFlight === 0, 40);
  expect(Date.now() - killed).toBeLessThan(WITHIN_MS);
  expect((await stage.ledger('shared'))['send']).toMatchObject({ delivered: MESSAGES, quarantined: 0 });
  const ids = [...partner.effects.values()].map(({ body }) => (JSON.parse(body) as { id: string }).id);
  expect(new Set(ids).size).toBe(MESSAGES);
  expect(ids).toHaveLength(MESSAGES);
}, 120_000);
