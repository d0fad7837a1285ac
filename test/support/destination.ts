import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface Arrived {
  path: string;
  key: string;
  headers: IncomingMessage['headers'];
  body: string;
  at: number;
}

/** A partner system on this machine that notes every request and answers as it is told. */
export interface Destination {
  url: string;
  arrivals: Arrived[];
  /** Requests it acted on, one for each idempotency key. */
  effects: Map<string, Arrived>;
  /** How to answer; undefined: 200. Called before the effect is noted; `commit` notes it early. */
  answer: (arrived: Arrived, res: ServerResponse, commit: () => void) => void;
  close(): Promise<void>;
}

export const ok: Destination['answer'] = (_, res, commit) => {
  commit();
  res.writeHead(200, { 'content-type': 'application/json' });
  res.end('{"ok":true}');
};

export const fail =
  (status: number, headers: Record<string, string> = {}): Destination['answer'] =>
  (_, res) => {
    res.writeHead(status, headers);
    res.end();
  };

export async function openDestination(): Promise<Destination> {
  const arrivals: Arrived[] = [];
  const effects = new Map<string, Arrived>();
  const server = createServer((req: IncomingMessage, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const arrived = {
        path: req.url ?? '',
        key: String(req.headers['idempotency-key'] ?? ''),
        headers: req.headers,
        body: Buffer.concat(chunks).toString(),
        at: Date.now(),
      };
      arrivals.push(arrived);
      destination.answer(arrived, res, () => {
        if (!effects.has(arrived.key)) effects.set(arrived.key, arrived);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const destination: Destination = {
    url: `http://127.0.0.1:${port}`,
    arrivals,
    effects,
    answer: ok,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return destination;
}
