import { expect } from 'vitest';
import { fault } from './harness/fault.ts';
import { orders, theatre, usage } from './harness/flows.ts';
import { MllpLine } from './harness/line.ts';
import { messageOf } from './harness/message.ts';
import { post } from './harness/post.ts';
import { residentMb } from './harness/sample.ts';

const MB = 1024 * 1024;
/** Over the limit by much: a body is refused without being kept (RELIABILITY.md F19). */
const REFUSED_GROWTH_MB = 30;
/** What lies below the limit is held while it is read, a few times over. */
const READ_GROWTH_MB = 150;
/** So many keys that these messages have their own: they come between others of the usual traffic. */
const APART = 1_000;

fault(
  'F19',
  'messages too large, too wide and too deep, beside usual traffic',
  async (scene) => {
    const world = await scene.open({ flows: [orders(), usage(), theatre()] });
    const intake = await world.start({ roles: ['intake'] });
    await world.start({ roles: ['worker'] });
    const { url } = world.target('usage') as { url: string };
    await world.load({ count: 100, rate: 50 }).done;
    const load = world.load({ count: 300, rate: 20 });
    const before = residentMb(intake.pid);

    const huge = await post(url, Buffer.alloc(100 * MB, 'x'));
    // The door answers before the body is read, and some senders only see the connection end.
    expect(huge === null || huge.status === 413).toBe(true);
    const wide = `{"id":"wide",${Array.from({ length: 1_000_000 }, (_, i) => `"k${i}":1`).join()}}`;
    const tooWide = await post(url, wide);
    expect(tooWide === null || tooWide.status === 413).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(residentMb(intake.pid) - before).toBeLessThan(REFUSED_GROWTH_MB);

    for (const depth of [1_000, 10_000, 1_000_000]) {
      const answer = await post(url, `{"id":"deep","lines":${'['.repeat(depth)}${']'.repeat(depth)}}`);
      expect([depth, answer?.status, answer === null ? '' : JSON.parse(answer.text).code]).toEqual([
        depth,
        400,
        'depth_limit',
      ]);
    }
    const deep = messageOf({ index: 901, keys: APART, canary: world.canary, padding: 0 });
    const nested = { ...JSON.parse(deep.json), more: JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`) };
    expect((await post(url, JSON.stringify(nested)))?.status).toBe(202);
    await world.tell(deep, ['usage'], Date.now());

    const long = messageOf({ index: 902, keys: APART, canary: world.canary, padding: 0 });
    const line = new MllpLine(world.proxies.mllp.port);
    const field = long.hl7.replace('CG|SUT-221|', `CG|SUT-221|${'x'.repeat(5 * MB)}`);
    expect(await line.ask(field, long.id, 30_000)).toBe('AA');
    await world.tell(long, ['theatre'], Date.now());
    line.close();

    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(residentMb(intake.pid) - before).toBeLessThan(READ_GROWTH_MB);
    await load.done;
    await scene.survives(world, { drainS: 120 });
  },
  300,
);
