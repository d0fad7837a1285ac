import type { IncomingMessage } from 'node:http';
import { tooLarge } from './read.ts';
import { Refusal } from './refusal.ts';

const LINGER_BYTES = 8 * 1024 * 1024;
const LINGER_MS = 5_000;

/** The whole body. Throws Refusal: 413 when it is longer than `max` bytes, 400 when it ends before its end. */
export function readBody(req: IncomingMessage, max: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > max) {
        req.removeAllListeners('data').pause();
        reject(tooLarge(max));
      } else chunks.push(chunk);
    });
    req.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    req.on('error', reject);
    req.on('aborted', () => reject(new Refusal(400, 'cut_off', 'The request ended before its body was complete.')));
  });
}

/**
 * Lets a caller that is still sending hear the answer. Closed with bytes unread, TCP would throw the answer away (RFC 9112, 9.6); what
 * comes is dropped, and whoever goes on for too long is cut off. Counted at the socket: what follows an answer never reaches the request.
 */
export function linger(req: IncomingMessage): void {
  if (req.complete) return;
  const { socket } = req;
  let left = LINGER_BYTES;
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  const count = ({ length }: Buffer) => {
    left -= length;
    if (left < 0) socket.destroy();
  };
  socket.on('data', count);
  req.once('close', () => {
    clearTimeout(timer);
    socket.off('data', count);
  });
  req.resume();
}
