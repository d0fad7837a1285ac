import { expect } from 'vitest';
import { until } from '../support/stage.ts';
import { amount, fault } from './harness/fault.ts';
import { orders, theatre, usage } from './harness/flows.ts';
import { readJournal } from './harness/journal.ts';
import { strike } from './harness/postmaster.ts';
import type { Told } from './harness/source.ts';

const RESTARTS = 5;
const SPACING_MS = 6_000;

fault(
  'F06',
  'PostgreSQL restarts five times under load',
  async (scene) => {
    const world = await scene.open({ flows: [orders(), usage(), theatre()] });
    const intake = await world.start({ roles: ['intake'] });
    const worker = await world.start({ roles: ['worker'] });
    const load = world.load({ count: amount(1000), rate: 25 });
    await until(() => load.accepted() > 100, 60);
    for (let restart = 0; restart < RESTARTS; restart++) {
      const ended = world.outage();
      await strike(world, 'SIGINT');
      ended();
      await new Promise((resolve) => setTimeout(resolve, SPACING_MS));
    }
    await load.done;
    expect([intake.isGone, worker.isGone]).toEqual([false, false]);
    await scene.survives(world, { duplicates: RESTARTS * 128 });
    const told = world.journals.told.flatMap((path) => readJournal<Told>(path));
    const refused = told.filter(({ answer }) => answer === 'refused');
    for (const { flow, status, retryAfter } of refused) {
      if (flow === 'theatre') expect(status).toBe('AE');
      else expect([status, Number(retryAfter) > 0]).toEqual(['503', true]);
    }
  },
  300,
);
