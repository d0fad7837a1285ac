import { expect } from 'vitest';
import { amount, fault } from './harness/fault.ts';
import { orders, usage } from './harness/flows.ts';
import { idOf } from './harness/message.ts';

const EACH = 25;
/** What only the parameters of one statement hold: a commit, and the reply to it that is lost. */
const statements = {
  ingest: '{"application/json"',
  completion: '"epoch":',
  quarantine: '"code":"http_422"',
};

for (const [name, bytes] of Object.entries(statements)) {
  fault(
    'F08',
    `the reply to a commit is lost, ${EACH} times: ${name}`,
    async (scene) => {
      const world = await scene.open({ flows: [orders('continue'), usage()] });
      const rejected = Array.from({ length: 200 }, (_, i) => idOf(i * 5 + 2));
      const slow = { manner: { do: 'ok', delayMs: 200 }, destination: 'stock' } as const;
      await world.rules([{ manner: { do: 'status', status: 422 }, ids: rejected, destination: 'ledger' }, slow]);
      await world.start({ databaseUrl: world.proxiedDatabase });
      const load = world.load({ count: amount(600), rate: 40 });
      for (let cut = 0; cut < EACH; cut++) {
        const ended = world.outage(20);
        await Promise.race([world.proxies.database.cutReplyTo(bytes), late(name, cut)]);
        ended();
      }
      await load.done;
      await world.load({ count: 100 }).done;
      const { fates } = await scene.survives(world, { quarantine: ['http_422'], duplicates: 0, drainS: 120 });
      const stopped = fates.filter(({ state }) => state === 'quarantined').map(({ id }) => id);
      expect(new Set(stopped).size).toBe(stopped.length);
    },
    300,
  );
}

function late(name: string, cut: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no reply to ${name} was there to cut after ${cut}`)), 60_000).unref();
  });
}
