import { listAudit, readReceived } from '@throughline/store';
import { expect } from 'vitest';
import { fault } from './harness/fault.ts';
import { theatre, usage } from './harness/flows.ts';
import { MllpLine } from './harness/line.ts';
import { messageOf } from './harness/message.ts';
import { post } from './harness/post.ts';

const COUNT = 60;

fault('F17', 'a key is used again for other content', async (scene) => {
  const world = await scene.open({ flows: [usage(), theatre()] });
  await world.start();
  const { url } = world.target('usage') as { url: string };
  const line = new MllpLine(world.proxies.mllp.port);
  const first = new Map<string, string>();
  for (let index = 1; index <= COUNT; index++) {
    const message = messageOf({ index, keys: 20, canary: world.canary, padding: 50 });
    const began = Date.now();
    const stored = await post(url, message.json);
    expect([stored?.status, await line.ask(message.hl7, message.id, 15_000)]).toEqual([202, 'AA']);
    await world.tell(message, ['usage', 'theatre'], began);
    const prior = String(stored?.headers['x-message-id']);
    first.set(prior, message.json);

    const other = await post(url, message.json.replace('SUT-221', 'SUT-999'));
    expect(other?.status).toBe(422);
    expect(JSON.parse(other!.text)).toMatchObject({ code: 'key_reused', messageId: prior });
    expect(await line.ask(message.hl7.replace('SUT-221', 'SUT-999'), message.id, 15_000)).toBe('AE');
  }
  line.close();
  for (const [id, body] of first) expect((await readReceived(world.store, id))?.raw.toString()).toBe(body);
  const entries = await listAudit(world.store, { act: 'message.key-reused', limit: 500 });
  expect(entries).toHaveLength(2 * COUNT);
  const { arrivals } = await scene.survives(world);
  expect(arrivals).toHaveLength(2 * COUNT);
});
