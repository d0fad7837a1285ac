import type { Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import type { Connection } from '@throughline/engine';
import { afterEach, expect, it } from 'vitest';
import { expired, validNow } from '../../../../../test/support/certificate.ts';
import { createGuard } from '../../egress/guard.ts';
import { createHttp, LIMITS } from '../../egress/http/http.ts';
import { systemResolve } from '../../egress/resolve.ts';
import { createRuns } from '../../runs.ts';
import { deliveryOf, errorOf, LOOPBACK, reachOf, settledSockets } from '../../trial/delivery.ts';
import { listen, listenHttp, listenRaw, type Place } from '../../trial/server.ts';

const places: Place[] = [];
const keep = async (place: Promise<Place>): Promise<Place> => {
  places.push(await place);
  return place;
};
afterEach(async () => {
  await Promise.all(places.splice(0).map((place) => place.close()));
});

const BOMB = gzipSync(Buffer.alloc(200_000_000));
const HEAD = 'HTTP/1.1 200 OK\r\n';

/** F13: how a receiver can misbehave once it has the request → the code that tells it from the others. */
const FAULTS: Record<string, { code: string; answer: (socket: Socket) => void }> = {
  'closes without a word': { code: 'answer_lost', answer: (socket) => socket.end() },
  'resets in the middle of the answer': {
    code: 'answer_reset',
    answer: (socket) => socket.write(`${HEAD}Content-Length: 50\r\n\r\nhalf`, () => socket.resetAndDestroy()),
  },
  'half-closes after the headers': {
    code: 'answer_truncated',
    answer: (socket) => socket.end(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`),
  },
  'half-closes in a last answer': {
    code: 'answer_truncated',
    answer: (socket) => socket.end(`${HEAD}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel`),
  },
  'announces more than it sends in a last answer': {
    code: 'answer_length_mismatch',
    answer: (socket) => socket.end(`${HEAD}Connection: close\r\nContent-Length: 50\r\n\r\nshort`),
  },
  'sends a header without end': {
    code: 'answer_malformed',
    answer: (socket) => socket.write(`${HEAD}X: ${'x'.repeat(200_000)}`),
  },
  'sends a chunk that is none': {
    code: 'answer_malformed',
    answer: (socket) => socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`),
  },
  'announces more than it sends': {
    code: 'answer_length_mismatch',
    answer: (socket) => socket.end(`${HEAD}Content-Length: 50\r\n\r\nshort`),
  },
  'sends one byte a second': {
    code: 'answer_timeout',
    answer: (socket) => {
      socket.write(`${HEAD}Content-Length: 500\r\n\r\n`);
      const timer = setInterval(() => socket.write('x'), 1_000);
      socket.on('close', () => clearInterval(timer));
    },
  },
  'never ends its answer': {
    code: 'answer_too_large',
    answer: (socket) => {
      socket.write(`${HEAD}\r\n`);
      const more = () => {
        while (!socket.destroyed && socket.write(Buffer.alloc(256_000)));
      };
      socket.on('drain', more);
      more();
    },
  },
  'sends a gzip bomb': {
    code: 'answer_inflates',
    answer: (socket) => {
      socket.write(`${HEAD}Content-Encoding: gzip\r\nContent-Length: ${BOMB.length}\r\n\r\n`);
      socket.write(BOMB);
    },
  },
  'speaks no HTTP': { code: 'answer_malformed', answer: (socket) => socket.end('MSH|^~\\&|NOT|HTTP\r\n\r\n') },
  'contradicts itself about the length': {
    code: 'answer_malformed',
    answer: (socket) => socket.end(`${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello`),
  },
};

for (const [name, { code, answer }] of Object.entries(FAULTS)) {
  it(`a receiver that ${name}: ${code}`, async () => {
    const runs = createRuns();
    const { port } = await keep(listenRaw(answer));
    const send = (method: string) =>
      runs.effect.get('connector.http')!(deliveryOf({ method, url: `http://127.0.0.1:${port}/`, timeoutS: 1 }));
    const begun = performance.now();
    expect(await errorOf(send('POST'))).toMatchObject({ code, class: 'unknown-outcome' });
    expect(performance.now() - begun).toBeLessThan(1_500);
    expect(await errorOf(send('GET'))).toMatchObject({ code, class: 'unavailable' });
    await runs.close();
  });
}

it('an answer that falls silent in the middle ends at the idle limit', async () => {
  const http = createHttp(createGuard(systemResolve));
  const { port } = await keep(listenRaw((socket) => socket.write(`${HEAD}Content-Length: 9\r\n\r\nx`)));
  const request = {
    url: new URL(`http://127.0.0.1:${port}/`),
    method: 'POST' as const,
    headers: {},
    hostHeaders: {},
    body: '{}',
    allow: LOOPBACK,
    tls: {},
    limits: { ...LIMITS, idleMs: 500 },
    signal: new AbortController().signal,
  };
  expect(await errorOf(http.send(request))).toMatchObject({ code: 'answer_stalled', class: 'unknown-outcome' });
  await http.close();
});

it('a certificate that expires between two deliveries: tls_expired', async () => {
  const runs = createRuns();
  const old = expired();
  const fresh = validNow();
  const server = createTlsServer(fresh, (socket) =>
    socket.on('data', () => socket.end(`${HEAD}Content-Length: 0\r\n\r\n`)),
  );
  const { port } = await keep(listen(server));
  const connection: Connection = {
    name: 'erp',
    type: 'http',
    settings: { baseUrl: `https://localhost:${port}`, ca: fresh.cert + old.cert },
    secrets: {},
  };
  const allow = [...LOOPBACK, { to: '::1/128', ports: 'any' as const, reason: 'test' }];
  const reach = reachOf({ connections: [connection], allow });
  const send = () => runs.effect.get('connector.http')!(deliveryOf({ method: 'POST', connection: 'erp' }, { reach }));
  expect(await send()).toMatchObject({ status: '200' });
  server.setSecureContext(old);
  expect(await errorOf(send())).toMatchObject({ code: 'tls_expired', class: 'unavailable' });
  await runs.close();
});

it('500 faults of every kind leave no socket behind', async () => {
  const before = await settledSockets();
  const runs = createRuns();
  const receivers = await Promise.all(Object.values(FAULTS).map(({ answer }) => listenRaw(answer)));
  const codes = new Set<string>();
  let next = 0;
  const worker = async () => {
    while (next < 500) {
      const { port } = receivers[next++ % receivers.length]!;
      const settings = { method: 'POST', url: `http://127.0.0.1:${port}/`, timeoutS: 1 };
      codes.add((await errorOf(runs.effect.get('connector.http')!(deliveryOf(settings)))).code);
    }
  };
  await Promise.all(Array.from({ length: 25 }, worker));
  expect([...codes].sort()).toEqual([...new Set(Object.values(FAULTS).map(({ code }) => code))].sort());
  await runs.close();
  await Promise.all(receivers.map((receiver) => receiver.close()));
  expect(await settledSockets()).toBe(before);
}, 60_000);

it('keeps its connections over many deliveries, and closes them when asked', async () => {
  const before = await settledSockets();
  const runs = createRuns();
  const place = await listenHttp((response) => response.end());
  for (let i = 0; i < 50; i++) {
    await runs.effect.get('connector.http')!(deliveryOf({ method: 'POST', url: `http://127.0.0.1:${place.port}/` }));
  }
  expect(place.connections.length).toBeLessThanOrEqual(2);
  await runs.close();
  await place.close();
  expect(await settledSockets()).toBe(before);
});
