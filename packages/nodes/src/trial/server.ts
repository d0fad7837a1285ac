import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Test support: a real server on loopback, with every connection it ever took. */
export interface Place {
  port: number;
  connections: Socket[];
  close(): Promise<void>;
}

export async function listen(server: Server, host = '127.0.0.1', port = 0): Promise<Place> {
  const connections: Socket[] = [];
  server.on('connection', (socket: Socket) => {
    connections.push(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of connections) socket.destroy();
      }),
  };
}

/** Takes connections and nothing else: whoever appears here went past the guard. */
export const listenAsCanary = (host?: string, port?: number): Promise<Place> =>
  listen(
    createServer((socket) => socket.destroy()),
    host,
    port,
  );

/** Answers every request's first bytes by what `answer` does with the bare socket. */
export const listenRaw = (answer: (socket: Socket) => void): Promise<Place> =>
  listen(createServer((socket) => socket.on('data', () => answer(socket))));

/** Passes everything on to the place at `to`, and nothing of its answers any more once something `isLast`. */
export const listenBetween = (to: { host: string; port: number }, isLast: (sent: Buffer) => boolean): Promise<Place> =>
  listen(
    createServer((client) => {
      const upstream = connect(to.port, to.host);
      let isSilent = false;
      client.on('data', (chunk: Buffer) => {
        isSilent ||= isLast(chunk);
        upstream.write(chunk);
      });
      upstream.on('data', (chunk) => {
        if (!isSilent) client.write(chunk);
      });
      upstream.on('error', () => {});
      upstream.on('close', () => client.destroy());
      client.on('close', () => upstream.destroy());
    }),
  );

export interface Arrival {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** An HTTP server that keeps what arrived and answers as `answer` says. */
export async function listenHttp(
  answer: (response: ServerResponse, arrival: Arrival) => void,
): Promise<Place & { arrivals: Arrival[] }> {
  const arrivals: Arrival[] = [];
  const server = createHttpServer((request, response) => {
    bodyOf(request).then((body) => {
      const arrival = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      arrivals.push(arrival);
      answer(response, arrival);
    });
  });
  return { ...(await listen(server)), arrivals };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A port on loopback that refuses connections. */
export async function closedPort(): Promise<number> {
  const place = await listenAsCanary();
  await place.close();
  return place.port;
}
