import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { frameMllp, MllpDecoder } from '@throughline/formats';

/** What to do with the answer of one frame. */
export type Reply = { say: string; afterMs?: number } | { silence: true } | { cut: true };

export interface MllpListening {
  port: number;
  close(): Promise<void>;
}

/** An MLLP listener on loopback: frames are handled as they come, answers leave in the same order on their own connection. */
export function listenMllp(port: number, handle: (frame: Uint8Array) => Promise<Reply>): Promise<MllpListening> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    talk(socket, handle);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve({ port: (server.address() as AddressInfo).port, close: () => close(server, sockets) });
    });
  });
}

function talk(socket: Socket, handle: (frame: Uint8Array) => Promise<Reply>): void {
  const decoder = new MllpDecoder();
  let tail = Promise.resolve();
  socket.on('data', (chunk) => {
    for (const frame of decoder.push(chunk)) {
      const reply = handle(frame);
      tail = tail.then(() => reply).then((one) => answer(socket, one));
      tail.catch(() => socket.destroy());
    }
    if (decoder.stopped) socket.destroy();
  });
}

async function answer(socket: Socket, reply: Reply): Promise<void> {
  if ('cut' in reply) return void socket.resetAndDestroy();
  if ('silence' in reply) return;
  if (reply.afterMs) await sleep(reply.afterMs);
  if (!socket.destroyed) socket.write(frameMllp(Buffer.from(reply.say)));
}

function close(server: Server, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    for (const socket of sockets) socket.destroy();
  });
}
