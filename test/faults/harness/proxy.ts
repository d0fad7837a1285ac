import { createServer, connect as dial, type Socket } from 'node:net';

/** What happens to the bytes of one direction. Zero and absent: they pass. */
export interface Weather {
  latencyMs?: number;
  /** Bytes are swallowed, nothing is closed. */
  blackHole?: boolean;
  /** One byte a second at 1. */
  bytesPerS?: number;
  /** The connection is reset when this many bytes have passed. */
  cutAfter?: number;
}

export interface ChaosProxy {
  port: number;
  /** Where connections go from now on; null: they are refused. */
  target: { host: string; port: number } | null;
  /** Towards the target, and back; looked at for every chunk of every connection. */
  there: Weather;
  back: Weather;
  /** Connections open now, and ever. */
  open(): number;
  made(): number;
  /** Ends every connection: RST, or a FIN towards the caller only. */
  cut(how?: 'reset' | 'half-close'): void;
  /**
   * The next reply after a request that holds these bytes is not delivered: the request is forwarded whole, then the connection is
   * cut when the answer begins. Resolves when that has happened.
   */
  cutReplyTo(bytes: string): Promise<void>;
  /** Sees every chunk as it passes. */
  onChunk: ((way: 'there' | 'back', chunk: Buffer) => void) | null;
  close(): Promise<void>;
}

interface Pair {
  near: Socket;
  far: Socket;
  /** Resolved when this pair's next reply is cut. */
  doomed: (() => void) | null;
}

interface Wanted {
  bytes: string;
  done: () => void;
}

const HOST = '127.0.0.1';

/** A TCP proxy on a free port of this machine that does to connections what networks do. */
export async function openProxy(target: ChaosProxy['target'] = null, port = 0): Promise<ChaosProxy> {
  const pairs = new Set<Pair>();
  const wanted: Wanted[] = [];
  let made = 0;

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    near.on('error', () => {});
    if (proxy.target === null) return void near.resetAndDestroy();
    made++;
    const far = dial({ ...proxy.target, allowHalfOpen: true, noDelay: true });
    const pair: Pair = { near, far, doomed: null };
    pairs.add(pair);
    const reset = () => {
      pairs.delete(pair);
      near.resetAndDestroy();
      far.resetAndDestroy();
    };
    near.once('close', () => pairs.delete(pair));
    near.on('error', reset);
    far.on('error', reset);
    far.once('close', () => near.destroy());
    near.once('close', () => far.destroy());

    pass(
      near,
      far,
      () => proxy.there,
      reset,
      (chunk) => {
        proxy.onChunk?.('there', chunk);
        const at = wanted.findIndex(({ bytes }) => chunk.includes(bytes));
        if (at >= 0) pair.doomed = wanted.splice(at, 1)[0]!.done;
        return true;
      },
    );
    pass(
      far,
      near,
      () => proxy.back,
      reset,
      (chunk) => {
        proxy.onChunk?.('back', chunk);
        if (pair.doomed === null) return true;
        pair.doomed();
        reset();
        return false;
      },
    );
  });

  const proxy: ChaosProxy = {
    port: 0,
    target,
    there: {},
    back: {},
    onChunk: null,
    open: () => pairs.size,
    made: () => made,
    cut(how = 'reset') {
      for (const { near, far } of pairs) {
        if (how === 'half-close') near.end();
        else {
          near.resetAndDestroy();
          far.resetAndDestroy();
        }
      }
    },
    cutReplyTo: (bytes) => new Promise((done) => wanted.push({ bytes, done })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const { near, far } of pairs) {
          near.destroy();
          far.destroy();
        }
      }),
  };
  await new Promise<void>((resolve) => server.listen(port, HOST, resolve));
  proxy.port = (server.address() as { port: number }).port;
  return proxy;
}

/** Carries one direction, chunk after chunk, through its weather; `look` says whether a chunk may go on. */
function pass(
  from: Socket,
  to: Socket,
  weather: () => Weather,
  reset: () => void,
  look: (chunk: Buffer) => boolean,
): void {
  let passed = 0;
  let tail = Promise.resolve();
  const carry = async (chunk: Buffer): Promise<void> => {
    const { latencyMs, bytesPerS, cutAfter } = weather();
    if (latencyMs) await pause(latencyMs);
    if (!look(chunk)) return;
    if (bytesPerS) {
      for (let at = 0; at < chunk.length && !to.destroyed && weather().bytesPerS === bytesPerS; at++) {
        to.write(chunk.subarray(at, at + 1));
        await pause(1000 / bytesPerS);
      }
      return;
    }
    const left = cutAfter === undefined ? Number.POSITIVE_INFINITY : cutAfter - passed;
    if (chunk.length >= left) {
      to.write(chunk.subarray(0, Math.max(0, left)), reset);
      return;
    }
    passed += chunk.length;
    if (!to.destroyed && !to.write(chunk)) await drained(to);
  };
  from.on('data', (chunk: Buffer) => {
    if (weather().blackHole) return;
    from.pause();
    tail = tail.then(() => carry(chunk)).then(() => void from.resume());
  });
  from.on('end', () => {
    if (!weather().blackHole) tail = tail.then(() => void to.end());
  });
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('drain', resolve);
    socket.once('close', () => resolve());
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
