import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPartnered, type Partnered } from '../support/partnered.ts';
import { flowOf, node, type Stage } from '../support/stage.ts';

let stage: Stage;
let close: Partnered['close'];
beforeAll(async () => {
  ({ stage, close } = await openPartnered());
  const door = node('in', 'trigger.http', { path: 'small', limitMb: 1 });
  const out = node('out', 'connector.http', { connection: 'partner', url: '/' });
  await stage.live(flowOf('small', [door, out], ['in>out']));
});
afterAll(() => close());

const MB = 1024 * 1024;
const PIECE = Buffer.alloc(64 * 1024, ' ');
const PIECES = 48;

function headOf(path: string, length: number, header = ''): string {
  return `POST /in/dev/${path} HTTP/1.1\r\nhost: here\r\ncontent-length: ${length}\r\n${header}\r\n`;
}

/** Sends three megabytes piece by piece and looks for an answer only afterwards, as plain clients do. Rejects when it is cut off. */
async function answerTo(path: string, header = ''): Promise<string> {
  const { hostname, port } = new URL(stage.url);
  const socket = connect(Number(port), hostname);
  const broken = new Promise<never>((_, reject) => socket.once('error', reject));
  socket.write(headOf(path, PIECES * PIECE.length, header));
  for (let sent = 0; sent < PIECES; sent++) {
    socket.write(PIECE);
    await Promise.race([pause(5), broken]);
  }
  const told = new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString())));
  const answer = await Promise.race([told, broken]);
  socket.destroy();
  return answer;
}

it.each([
  ['no flow is there', 'nowhere', '', 404, 'door_unknown'],
  ['a packed body', 'small', 'content-encoding: gzip\r\n', 415, 'content_encoding'],
  ['more than the door takes', 'small', '', 413, 'size_limit'],
])('says why to a caller that goes on sending: %s', async (_, path, header, status, code) => {
  const answer = await answerTo(path, header);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*"code":"${code}"`));
});

it('ends the connection of a caller that sends on and on', async () => {
  const { hostname, port } = new URL(stage.url);
  const socket = connect(Number(port), hostname);
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => {});
  socket.write(headOf('small', 400 * MB));
  while (!socket.destroyed && socket.bytesWritten < 400 * MB) {
    if (!socket.write(PIECE)) await Promise.race([once(socket, 'drain').catch(() => {}), ended]);
  }
  // Eight megabytes are read; what both sides' kernels hold comes on top.
  expect(socket.bytesWritten).toBeLessThan(32 * MB);
  await ended;
});

it('goes on with a connection whose refused messages came to their end', async () => {
  const { hostname, port } = new URL(stage.url);
  const socket = connect(Number(port), hostname);
  const answers = socket[Symbol.asyncIterator]();
  for (let i = 0; i < 12; i++) {
    socket.write(headOf('small', 2 * MB));
    socket.write(Buffer.alloc(2 * MB, ' '));
    expect(String((await answers.next()).value)).toContain('"code":"size_limit"');
  }
  socket.destroy();
});
