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

const PIECE = Buffer.alloc(64 * 1024, ' ');
const PIECES = 48;

/** Sends three megabytes piece by piece and looks for an answer only afterwards, as plain clients do. Rejects when it is cut off. */
async function answerTo(path: string, header = ''): Promise<string> {
  const { hostname, port } = new URL(stage.url);
  const socket = connect(Number(port), hostname);
  const broken = new Promise<never>((_, reject) => socket.once('error', reject));
  socket.write(
    `POST /in/dev/${path} HTTP/1.1\r\nhost: ${hostname}\r\ncontent-length: ${PIECES * PIECE.length}\r\n${header}\r\n`,
  );
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
