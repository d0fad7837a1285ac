import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ChaosProxy, openProxy } from './proxy.ts';

let echo: Server;
let proxy: ChaosProxy;
let sockets: Socket[];
let received: string;

beforeEach(async () => {
  received = '';
  sockets = [];
  echo = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      received += chunk;
      socket.write(chunk);
    });
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  proxy = await openProxy({ host: '127.0.0.1', port: (echo.address() as { port: number }).port });
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

function call() {
  const socket = connect(proxy.port, '127.0.0.1');
  sockets.push(socket);
  const seen = { text: '', ended: false, error: '' };
  socket.on('data', (chunk) => {
    seen.text += chunk;
  });
  socket.on('end', () => {
    seen.ended = true;
  });
  socket.on('error', (error) => {
    seen.error = (error as NodeJS.ErrnoException).code ?? '';
  });
  return { socket, seen };
}

const soon = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 });

it('lets bytes pass as they come', async () => {
  const { socket, seen } = call();
  socket.write('hello');
  await soon(() => expect(seen.text).toBe('hello'));
  expect([proxy.open(), proxy.made()]).toEqual([1, 1]);
});

it('refuses where there is no target, and resets or half-closes what is open', async () => {
  const { socket, seen } = call();
  socket.write('a');
  await soon(() => expect(seen.text).toBe('a'));
  proxy.cut('half-close');
  await soon(() => expect(seen.ended).toBe(true));
  proxy.target = null;
  const refused = call();
  await soon(() => expect(refused.seen.error).toBe('ECONNRESET'));
});

it('swallows, delays, trickles and cuts', async () => {
  proxy.there = { blackHole: true };
  const { socket, seen } = call();
  socket.write('lost');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect([received, seen.text]).toEqual(['', '']);

  proxy.there = { latencyMs: 200 };
  const began = performance.now();
  socket.write('late');
  await soon(() => expect(seen.text).toBe('late'));
  expect(performance.now() - began).toBeGreaterThan(190);

  proxy.there = { bytesPerS: 20 };
  socket.write('slow');
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(received.length).toBeLessThan('late'.length + 3);
  await soon(() => expect(received).toBe('lateslow'));

  proxy.there = { cutAfter: 3 };
  const cut = call();
  cut.socket.write('xyz-never');
  await soon(() => expect(cut.seen.error).toBe('ECONNRESET'));
  expect(received).toBe('lateslowxyz');
});

it('forwards a request and cuts its reply', async () => {
  const cut = proxy.cutReplyTo('commit');
  const { socket, seen } = call();
  socket.write('select');
  await soon(() => expect(seen.text).toBe('select'));
  socket.write('commit');
  await cut;
  await soon(() => expect(seen.error).toBe('ECONNRESET'));
  expect([received, seen.text]).toEqual(['selectcommit', 'select']);
});
