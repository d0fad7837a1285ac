import { connect } from 'node:net';
import { frameMllp } from '@throughline/formats';
import { expect } from 'vitest';
import { until } from '../support/stage.ts';
import { amount, fault } from './harness/fault.ts';
import { theatre } from './harness/flows.ts';
import { MllpLine } from './harness/line.ts';
import { type Message, messageOf } from './harness/message.ts';
import type { World } from './harness/world.ts';

fault('F21', 'a sender hangs up before it reads the acknowledgement, and sends again', async (scene) => {
  const world = await scene.open({ flows: [theatre()] });
  await world.start();
  const line = new MllpLine(world.proxies.mllp.port);
  for (let index = 1; index <= amount(100); index++) {
    const message = messageOf({ index, keys: 20, canary: world.canary, padding: 0 });
    const began = Date.now();
    await sendAndHangUp(world, message);
    expect([await line.ask(message.hl7, message.id, 15_000), await line.ask(message.hl7, message.id, 15_000)]).toEqual([
      'AA',
      'AA',
    ]);
    await world.tell(message, ['theatre'], began);
  }
  line.close();
  const { arrivals } = await scene.survives(world);
  expect(arrivals).toHaveLength(amount(100));
});

fault('F21', 'acknowledgements come later than the sender waits, and never before the commit', async (scene) => {
  const world = await scene.open({ flows: [theatre()] });
  await world.start({ databaseUrl: world.proxiedDatabase });
  const acks: { id: string; at: number }[] = [];
  world.proxies.mllp.onChunk = (way, chunk) => {
    if (way === 'back')
      for (const [, id = ''] of chunk.toString().matchAll(/MSA\|AA\|(m-\d+)/g)) acks.push({ id, at: Date.now() });
  };
  world.proxies.database.back = { latencyMs: 300 };
  await world.load({ count: 60, timeoutMs: 400, concurrency: 4 }).done;
  world.proxies.database.back = {};
  const { arrivals } = await scene.survives(world, { accepted: 0.1, drainS: 120 });
  expect(new Set(arrivals.map(({ id }) => id)).size).toBe(60);
  const rows = await world.store.sql<{ id: string; at: number }[]>`
    select k.value as id, extract(epoch from m.accepted_at)::double precision * 1000 as at from message m join business_key k on k.message_id = m.id and k.name = 'id'`;
  const stored = new Map(rows.map(({ id, at }) => [id, at]));
  expect(acks.length).toBeGreaterThanOrEqual(60);
  expect(acks.filter(({ id, at }) => at < stored.get(id)!)).toEqual([]);
});

/** Sends a message whole and hangs up at once, or when the answer is on its way. */
async function sendAndHangUp({ proxies, random }: World, { hl7 }: Message): Promise<void> {
  const socket = connect(proxies.mllp.port, '127.0.0.1');
  let gone = false;
  socket.once('close', () => {
    gone = true;
  });
  socket.on('error', () => {});
  socket.write(frameMllp(Buffer.from(hl7)), () => {
    if (random.next() < 0.5) socket.destroy();
    else socket.once('readable', () => socket.resetAndDestroy());
  });
  await until(() => gone, 15);
}
