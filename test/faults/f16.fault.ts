import { expect } from 'vitest';
import { amount, fault } from './harness/fault.ts';
import { theatre, usage } from './harness/flows.ts';
import { MllpLine } from './harness/line.ts';
import { messageOf } from './harness/message.ts';
import { post } from './harness/post.ts';

const TIMES = 5;

fault('F16', 'every message is sent five times at once, over HTTP and over MLLP', async (scene) => {
  const world = await scene.open({ flows: [usage(), theatre()] });
  await world.start();
  const { url } = world.target('usage') as { url: string };
  const lines = Array.from({ length: TIMES }, () => new MllpLine(world.proxies.mllp.port));
  for (let index = 1; index <= amount(200); index++) {
    const message = messageOf({ index, keys: 20, canary: world.canary, padding: 50 });
    const began = Date.now();
    const [http, mllp] = await Promise.all([
      Promise.all(lines.map(() => post(url, message.json))),
      Promise.all(lines.map((line) => line.ask(message.hl7, message.id, 15_000))),
    ]);
    expect(http.map((answer) => answer?.status)).toEqual(Array(TIMES).fill(202));
    const references = new Set(http.map((answer) => answer?.headers['x-message-id']));
    expect(references.size).toBe(1);
    expect(mllp).toEqual(Array(TIMES).fill('AA'));
    await world.tell(message, ['usage', 'theatre'], began);
  }
  for (const line of lines) line.close();
  const { arrivals } = await scene.survives(world);
  expect(arrivals).toHaveLength(2 * amount(200));
});
