import type { RequestListener } from 'node:http';
import { readVitals, type Store } from '@throughline/store';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Worker } from '../worker/worker.ts';

/** Due work that nobody has touched for this long means that workers are there but idle. */
const STUCK_S = 15;

/** /healthz: is this process well? /readyz: can it serve? /metrics: Prometheus text; no label carries message content. */
export function createHealth(ports: { store: Store; worker: Worker | null }): {
  listener: RequestListener;
  close(): void;
} {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'throughline_' });
  const waiting = new Gauge({
    name: 'throughline_work_waiting',
    help: 'Messages and deliveries that wait',
    registers: [registry],
  });
  const parked = new Gauge({
    name: 'throughline_lanes_parked',
    help: 'Order keys that wait for a person',
    registers: [registry],
  });
  const quarantined = new Gauge({
    name: 'throughline_quarantine_open',
    help: 'Quarantined messages nobody has decided on',
    registers: [registry],
  });
  const oldest = new Gauge({
    name: 'throughline_work_overdue_seconds',
    help: 'Age of the oldest due work that nobody is at',
    registers: [registry],
  });
  const fenced = new Gauge({
    name: 'throughline_fenced_results_total',
    help: 'Late results that were refused',
    registers: [registry],
  });

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
    if (url === '/metrics') {
      waiting.set(vitals.waiting);
      parked.set(vitals.parked);
      quarantined.set(vitals.quarantined);
      oldest.set(vitals.overdueS);
      fenced.set(ports.worker?.fenced() ?? 0);
      return { status: 200, type: registry.contentType, body: await registry.metrics() };
    }
    const well = ports.worker === null || vitals.overdueS < STUCK_S;
    const body = JSON.stringify({ status: well ? 'ok' : 'due work is not being done', ...vitals });
    return { status: well ? 200 : 503, type: 'application/json', body };
  }

  return { listener, close: () => registry.clear() };
}
