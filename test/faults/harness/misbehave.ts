import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** Ways to spoil an answer after the request was acted on. */
export type Misbehaviour =
  /** RST before or in the middle of the answer. */
  | 'reset'
  | 'reset-in-answer'
  /** The connection ends properly after the headers. */
  | 'half-close'
  /** One byte a second. */
  | 'trickle'
  /** Headers, a little of the body, then silence. */
  | 'stall'
  | 'endless'
  /** Fewer bytes than announced. */
  | 'short'
  | 'not-http'
  /** 50 MB of zeros in a small gzip. */
  | 'bomb';

const LENGTH = 1000;
const HEAD = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${LENGTH}\r\n\r\n{"ok":`;
let bomb: Buffer | undefined;

export function misbehave(how: Misbehaviour, res: ServerResponse): void {
  const socket = res.socket;
  if (socket === null) return;
  switch (how) {
    case 'reset':
      socket.resetAndDestroy();
      return;
    case 'reset-in-answer':
      socket.write(HEAD, () => setTimeout(() => socket.resetAndDestroy(), 20));
      return;
    case 'half-close':
      socket.end(HEAD.slice(0, -6));
      return;
    case 'short':
      socket.end(HEAD);
      return;
    case 'stall':
      socket.write(HEAD);
      return;
    case 'trickle': {
      socket.write(HEAD);
      const timer = setInterval(() => socket.write(' '), 1000);
      socket.once('close', () => clearInterval(timer));
      return;
    }
    case 'endless': {
      res.writeHead(200, { 'content-type': 'application/json' });
      const block = Buffer.alloc(64 * 1024, ' ');
      const more = () => {
        while (!res.destroyed && res.write(block));
        if (!res.destroyed) res.once('drain', more);
      };
      more();
      return;
    }
    case 'not-http':
      socket.end('SSH-2.0-OpenSSH_9.2\r\n');
      return;
    case 'bomb':
      bomb ??= gzipSync(Buffer.alloc(50_000_000));
      res.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb);
  }
}
