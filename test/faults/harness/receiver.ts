import { hash } from 'node:crypto';
import { createServer as createHttp, type ServerResponse } from 'node:http';
import { createServer as createMllp } from 'node:net';
import { acknowledge, frameMllp, MllpDecoder, parseHl7, pick } from '@throughline/formats';
import { Journal } from './journal.ts';
import { type Manner, type Rule, ruleFor } from './manner.ts';
import { misbehave } from './misbehave.ts';

/** One request as a receiver saw it. `destination`: the first part of its path, or `mllp`. */
export interface Arrival {
  destination: string;
  id: string;
  /** Order key and place in it, as the message says. */
  key: string;
  n: number;
  idempotencyKey: string;
  sha: string;
  /** Acted on, as an idempotent receiver does: once for each idempotency key. */
  effect: boolean;
  /** How it was answered: a manner, for 200 and others by name. */
  manner: string;
  at: number;
}

/*
 * A process that stands for partner systems: receiver.ts JOURNAL. Sends {url, mllpPort}; takes {rules} and answers {ruled};
 * a rule that tells sends {met} and waits for {go}. What arrived is durable before it is answered.
 */
const journal = new Journal(process.argv[2]!);
const acted = new Set<string>();
const seen = new Map<string, number>();
let rules: Rule[] = [];
const going: (() => void)[] = [];

process.on('message', (message: { rules?: Rule[]; go?: true }) => {
  if (message.rules !== undefined) {
    rules = message.rules;
    process.send?.({ ruled: true });
  }
  if (message.go) for (const go of going.splice(0)) go();
});
process.once('disconnect', () => process.exit(0));

interface Named {
  destination: string;
  id: string;
  key: string;
  n: number;
  idempotencyKey: string;
  body: Buffer;
}

async function arrive({ body, ...named }: Named): Promise<Manner> {
  const place = `${named.destination} ${named.id}`;
  const nth = (seen.get(place) ?? 0) + 1;
  seen.set(place, nth);
  const manner = ruleFor(rules, { ...named, nth }, Date.now()) ?? { do: 'ok' };
  const acts = manner.do !== 'status' && !acted.has(`${named.destination} ${named.idempotencyKey}`);
  if (acts) acted.add(`${named.destination} ${named.idempotencyKey}`);
  const words = manner.do === 'status' ? String(manner.status) : manner.do;
  await journal.append({ ...named, sha: hash('sha256', body, 'hex'), effect: acts, manner: words, at: Date.now() });
  if (manner.delayMs) await new Promise((resolve) => setTimeout(resolve, manner.delayMs));
  if (manner.tell) {
    await new Promise<void>((resolve) => {
      going.push(resolve);
      process.send?.({ met: named.id });
    });
  }
  return manner;
}

const http = createHttp((req, res) => {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', async () => {
    const body = Buffer.concat(chunks);
    const { id = '', key = '', n = 0 } = read(body);
    const destination = (req.url ?? '').split('/')[1] ?? '';
    const idempotencyKey = String(req.headers['idempotency-key'] ?? '');
    answer(await arrive({ destination, id: String(id), key, n, idempotencyKey, body }), res);
  });
});
function read(body: Buffer): { id?: string; key?: string; n?: number } {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function answer(manner: Manner, res: ServerResponse): void {
  if (manner.do === 'ok') res.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
  else if (manner.do === 'status') res.writeHead(manner.status, manner.headers).end();
  else if (manner.do !== 'hang') misbehave(manner.do, res);
}

const mllp = createMllp((socket) => {
  const decoder = new MllpDecoder();
  socket.on('error', () => socket.destroy());
  socket.on('data', async (chunk: Buffer) => {
    for (const frame of decoder.push(chunk)) {
      const body = Buffer.from(frame);
      const tree = parseHl7(body);
      const id = pick(tree, 'FT1-2') ?? pick(tree, 'MSH-10') ?? '';
      const [key, n] = [pick(tree, 'PID-3.1') ?? '', Number(pick(tree, 'FT1-1') ?? 0)];
      const manner = await arrive({
        destination: 'mllp',
        id,
        key,
        n,
        idempotencyKey: pick(tree, 'MSH-10') ?? '',
        body,
      });
      if (manner.do === 'hang') continue;
      if (manner.do !== 'ok' && manner.do !== 'status') {
        socket.resetAndDestroy();
        return;
      }
      const code = manner.do === 'ok' ? 'AA' : 'AE';
      const ack = acknowledge(tree, { code, controlId: `R${Date.now()}`, at: new Date() });
      if (ack !== undefined) socket.write(frameMllp(Buffer.from(ack)));
    }
  });
});

http.listen(0, '127.0.0.1', () => {
  mllp.listen(0, '127.0.0.1', () => {
    const port = (of: typeof http | typeof mllp) => (of.address() as { port: number }).port;
    process.send?.({ url: `http://127.0.0.1:${port(http)}`, mllpPort: port(mllp) });
  });
});
