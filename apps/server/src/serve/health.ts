import type { RequestListener } from 'node:http';
import { readVitals, type Store } from '@throughline/store';
import type { Worker } from '../worker/worker.ts';
import { createMetrics } from './metrics.ts';

/** Due work that nobody has touched for this long means that workers are there but idle. */
const STUCK_S = 15;

/** /healthz: is this process well? /readyz: can it serve? /metrics: Prometheus text; no label carries message content. */
export function createHealth(ports: { store: Store; worker: Worker | null }): {
  listener: RequestListener;
  close(): void;
} {
  const metrics = createMetrics(ports.store, ports.worker);

  const listener: RequestListener = (req, res) => {
    answer(req.url ?? '').then(
      ({ status, type, body }) => {
        res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
        res.end(body);
      },
      () => {
        res.writeHead(503, { 'content-type': 'application/json' });
        res.end('{"status":"database unreachable"}');
      },
    );
  };

  async function answer(url: string): Promise<{ status: number; type: string; body: string }> {
    const vitals = await readVitals(ports.store);
    if (url === '/metrics') return { status: 200, type: metrics.type, body: await metrics.text(vitals) };
    const well = ports.worker === null || vitals.overdueS < STUCK_S;
    const body = JSON.stringify({ status: well ? 'ok' : 'due work is not being done', ...vitals });
    return { status: well ? 200 : 503, type: 'application/json', body };
  }

  return { listener, close: () => metrics.close() };
}
