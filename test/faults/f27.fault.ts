import { randomUUID } from 'node:crypto';
import { listAudit } from '@throughline/store';
import { expect } from 'vitest';
import { until } from '../support/stage.ts';
import { amount, fault } from './harness/fault.ts';
import { usage } from './harness/flows.ts';
import { PASSWORD, signIn } from './harness/operator.ts';

fault(
  'F27',
  'a bulk replay is killed, clicked twice, and asked for by two people',
  async (scene) => {
    const count = amount(500);
    const world = await scene.open({ flows: [usage()] });
    await world.rules([{ manner: { do: 'status', status: 422 } }]);
    await world.start({ roles: ['intake'] });
    let worker = await world.start({ roles: ['worker'] });
    const api = (failpoint?: string) =>
      world.start({ roles: ['api'], adminPassword: PASSWORD, ...(failpoint === undefined ? {} : { failpoint }) });
    let server = await api('replay.write:1:kill');
    const operator = await signIn(() => server);
    await world.load({ count }).done;
    await world.drained(90);
    await world.rules([{ manner: { do: 'ok', delayMs: 20 } }]);

    const replay = (id: string) => ({
      id,
      environment: 'dev',
      quarantine: { flow: 'usage' },
      from: 'stopped',
      reason: 'the price list is mended',
    });
    const [mine, theirs] = [randomUUID(), randomUUID()];
    // Dies with the replay written and not committed, then with its audit entry half made: nothing of it is there.
    for (const next of ['audit.append:1:kill', undefined]) {
      expect(await operator.post('/replays', replay(mine))).toBeNull();
      await until(() => server.isGone, 30);
      server = await api(next);
      const [made] = await world.store.sql<{ n: number }[]>`select count(*)::integer as n from replay_item`;
      expect(made!.n).toBe(0);
    }
    const answers = await Promise.all([mine, mine, theirs].map((id) => operator.post('/replays', replay(id))));
    const started = answers.map((answer) => (answer?.status === 201 ? Number(answer.body['started']) : 0));
    expect(started.reduce((sum, n) => sum + n, 0)).toBe(count);
    expect(answers.map((answer) => answer?.status)).toEqual([201, 201, 201]);
    await worker.kill();
    worker = await world.start({ roles: ['worker'] });

    const { arrivals } = await scene.survives(world, { duplicates: 128, drainS: 150 });
    expect(arrivals.filter(({ effect }) => effect)).toHaveLength(count);
    const [links] = await world.store.sql<{ items: number; sources: number; runs: number }[]>`
    select count(*)::integer as items, count(distinct source_id)::integer as sources, count(distinct run_id)::integer as runs
    from replay_item`;
    expect(links).toEqual({ items: count, sources: count, runs: count });
    const [open] = await world.store.sql<{ n: number }[]>`
    select count(*)::integer as n from quarantine where state <> 'replayed' or resolved_by is null or reason is null`;
    expect(open!.n).toBe(0);
    const entries = await listAudit(world.store, { act: 'message.replay', limit: 10 });
    expect(entries.filter(({ reason }) => reason === 'the price list is mended').length).toBeGreaterThan(0);
  },
  400,
);
