import { randomUUID } from 'node:crypto';
import { listAudit } from '@throughline/store';
import { expect } from 'vitest';
import { until } from '../support/stage.ts';
import { amount, fault } from './harness/fault.ts';
import { usage } from './harness/flows.ts';
import { PASSWORD, signIn } from './harness/operator.ts';

const REASON = 'the price list is mended';

fault(
  'F27',
  'a bulk replay is killed, clicked twice, and asked for by two people',
  async (scene) => {
    const count = amount(500);
    const world = await scene.open({ flows: [usage()] });
    await world.rules([{ manner: { do: 'status', status: 422 } }]);
    await world.start({ roles: ['intake'] });
    const worker = await world.start({ roles: ['worker'] });
    let server = await world.start({ roles: ['api'], adminPassword: PASSWORD });
    const operator = await signIn(() => server);
    await world.load({ count }).done;
    await world.drained(90);
    await world.rules([{ manner: { do: 'ok', delayMs: 20 } }]);
    await worker.stop();
    await server.stop();

    const selection = { environment: 'dev', quarantine: { flow: 'usage' }, from: 'stopped' };
    const replay = (id: string) => operator.post('/replays', { ...selection, id, reason: REASON });
    const [mine, theirs] = [randomUUID(), randomUUID()];
    // Dies with its audit entry half made: nothing of the replay is there.
    server = await world.start({ roles: ['api'], adminPassword: PASSWORD, failpoint: 'audit.append:1:kill' });
    expect(await replay(mine)).toBeNull();
    await until(() => server.isGone, 30);
    const [none] = await world.store.sql<{ n: number }[]>`select count(*)::integer as n from replay`;
    expect(none!.n).toBe(0);

    server = await world.start({ roles: ['api'], adminPassword: PASSWORD });
    const asked = Promise.all([mine, mine, theirs].map(replay));
    // Dies in the middle, a batch of runs written and not committed.
    const dying = await world.start({ roles: ['worker'], failpoint: 'replay.write:2:kill' });
    await Promise.race([dying.gone, asked.then(() => new Promise((resolve) => setTimeout(resolve, 20_000)))]);
    await world.start({ roles: ['worker'] });
    expect((await asked).map((answer) => answer?.status)).toEqual([201, 201, 201]);
    const pending = async () =>
      (
        await world.store.sql<{ n: number }[]>`select count(*)::integer as n from replay_item where state = 'pending'`
      )[0]!.n;
    await until(async () => (await pending()) === 0, 60);

    const { arrivals } = await scene.survives(world, { duplicates: 128, drainS: 150 });
    expect(arrivals.filter(({ effect }) => effect)).toHaveLength(count);
    const [links] = await world.store.sql<{ sources: number; runs: number }[]>`
      select count(distinct source_id)::integer as sources, count(distinct run_id)::integer as runs
      from replay_item where state = 'made'`;
    expect(links).toEqual({ sources: count, runs: count });
    const [open] = await world.store.sql<{ n: number }[]>`
      select count(*)::integer as n from quarantine where state <> 'replayed' or resolved_by is null or reason is null`;
    expect(open!.n).toBe(0);
    const entries = await listAudit(world.store, { act: 'message.replay', limit: 10 });
    expect(entries.filter(({ reason }) => reason === REASON)).toHaveLength(2);
  },
  400,
);
