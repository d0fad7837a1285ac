import { connect, type Socket } from 'node:net';
import { frameMllp, MllpDecoder, parseHl7, pick } from '@throughline/formats';
import { expect } from 'vitest';
import { until } from '../support/stage.ts';
import { amount, fault } from './harness/fault.ts';
import { theatre } from './harness/flows.ts';
import { type Message, messageOf } from './harness/message.ts';
import type { World } from './harness/world.ts';

const IDLE = 2_000;
const START = '\x0b';
const END = '\x1c\r';

/** A bare connection: sends bytes as they are, and keeps what comes back as `<MSA-1> <MSA-2>`. */
function call({ proxies }: World) {
  const socket: Socket = connect({ ...proxies.mllp.target!, noDelay: true });
  const decoder = new MllpDecoder();
  const acks: string[] = [];
  const line = { socket, acks, isClosed: false };
  socket.on('error', () => {});
  socket.on('close', () => {
    line.isClosed = true;
  });
  socket.on('data', (chunk: Buffer) => {
    for (const frame of decoder.push(chunk)) {
      const tree = parseHl7(Buffer.from(frame));
      acks.push(`${pick(tree, 'MSA-1')} ${pick(tree, 'MSA-2') ?? ''}`);
    }
  });
  return line;
}

fault(
  'F20',
  'MLLP as the world speaks it: cut, joined, bare, garbled and silent',
  async (scene) => {
    const world = await scene.open({ flows: [theatre()] });
    await world.start();
    let index = 0;
    const next = () => messageOf({ index: ++index, keys: 20, canary: world.canary, padding: 0 });
    const taken: Message[] = [];
    const accepts = async (line: ReturnType<typeof call>, messages: Message[]) => {
      const began = Date.now();
      await until(() => line.acks.length >= messages.length, 30);
      expect(line.acks.splice(0)).toEqual(messages.map(({ id }) => `AA ${id}`));
      for (const message of messages) await world.tell(message, ['theatre'], began);
      taken.push(...messages);
    };

    const split = call(world);
    const whole = next();
    for (const byte of frameMllp(Buffer.from(whole.hl7))) split.socket.write(Buffer.from([byte]));
    await accepts(split, [whole]);

    const three = [next(), next(), next()];
    split.socket.write(Buffer.concat(three.map(({ hl7 }) => Buffer.from(frameMllp(Buffer.from(hl7))))));
    await accepts(split, three);

    const crlf = next();
    split.socket.write(frameMllp(Buffer.from(crlf.hl7.replaceAll('\r', '\r\n'))));
    await accepts(split, [crlf]);

    const garbled = next();
    split.socket.write(Buffer.concat([Buffer.from('noise\r\n'), Buffer.from(frameMllp(Buffer.from(garbled.hl7)))]));
    await until(() => split.acks.includes(`AA ${garbled.id}`), 30);
    split.acks.splice(0, split.acks.length, `AA ${garbled.id}`);
    await accepts(split, [garbled]);

    const headless = next();
    const noStart = call(world);
    noStart.socket.write(`${headless.hl7}${END}`);
    await until(() => noStart.acks.length > 0 || noStart.isClosed, 30);
    expect(noStart.acks.every((ack) => ack === `AR ${headless.id}`)).toBe(true);

    // The frame that never ended is refused, and the next one on the connection is another message.
    const [cut, after] = [next(), next()];
    const noEnd = call(world);
    noEnd.socket.write(`${START}${cut.hl7}${START}${after.hl7}${END}`);
    await until(() => noEnd.acks.includes(`AA ${after.id}`), 30);
    expect(noEnd.acks.filter((ack) => ack.includes(cut.id)).every((ack) => ack.startsWith('AR'))).toBe(true);
    await world.tell(after, ['theatre'], Date.now());
    taken.push(after);

    const flood = call(world);
    flood.socket.write(Buffer.alloc(64 * 1024, 'g'));
    await until(() => flood.isClosed, 30);

    const silent = Array.from({ length: amount(IDLE) }, () => call(world));
    const opened = Date.now();
    const beside = next();
    split.socket.write(frameMllp(Buffer.from(beside.hl7)));
    await accepts(split, [beside]);
    await until(() => silent.every(({ isClosed }) => isClosed), 90);
    expect(Date.now() - opened).toBeGreaterThan(55_000);

    for (const { socket } of [split, noStart, noEnd, flood]) socket.destroy();
    const { arrivals } = await scene.survives(world, { tail: 0 });
    expect(arrivals.map(({ id }) => id).sort()).toEqual(taken.map(({ id }) => id).sort());
  },
  300,
);
