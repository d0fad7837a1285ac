import { readCounters, readOpenGates, type Store, type Vitals } from '@throughline/store';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Worker } from '../worker/worker.ts';

const FATES = ['accepted', 'delivered', 'quarantined', 'filtered', 'inFlight'] as const;
const PLACE = ['environment', 'flow', 'destination'] as const;

/** The numbers of this server for Prometheus; labels are ids of the house's own things, never content. */
export function createMetrics(store: Store, worker: Pick<Worker, 'fenced' | 'leftOut'> | null) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'throughline_' });
  const gauge = (name: string, help: string) => new Gauge({ name: `throughline_${name}`, help, registers: [registry] });
  const own = {
    waiting: gauge('work_waiting', 'Messages and deliveries that wait'),
    parked: gauge('lanes_parked', 'Order keys that wait for a person'),
    quarantined: gauge('quarantine_open', 'Quarantined messages nobody has decided on'),
    overdueS: gauge('work_overdue_seconds', 'Age of the oldest due work that nobody is at'),
  };
  const late = gauge('fenced_results_total', 'Late results that were refused');
  const deliveries = new Gauge({
    name: 'throughline_deliveries',
    help: 'What became of deliveries: accepted = delivered + quarantined + filtered + in_flight',
    labelNames: [...PLACE, 'state'],
    registers: [registry],
  });
  const unaccounted = new Gauge({
    name: 'throughline_unaccounted',
    help: 'What went in and is nowhere; anything but 0 is an alarm',
    labelNames: [...PLACE],
    registers: [registry],
  });
  const circuit = new Gauge({
    name: 'throughline_circuit_open',
    help: '1 while a partner is paused or failing and only a probe may pass',
    labelNames: ['environment', 'partner'],
    registers: [registry],
  });
  const leftOut = new Gauge({
    name: 'throughline_fields_left_out_total',
    help: 'Fields that were not sent because their connection does not list them',
    labelNames: ['environment', 'connection'],
    registers: [registry],
  });
  return {
    type: registry.contentType,
    async text(vitals: Vitals): Promise<string> {
      const [counters, gates] = await Promise.all([readCounters(store), readOpenGates(store)]);
      for (const [name, one] of Object.entries(own)) one.set(vitals[name as keyof typeof own]);
      late.set(worker?.fenced() ?? 0);
      for (const { fields, ...place } of worker?.leftOut() ?? []) leftOut.set(place, fields);
      deliveries.reset();
      unaccounted.reset();
      circuit.reset();
      for (const { environment, flow, destination, ...counts } of counters) {
        const place = { environment, flow, destination };
        for (const fate of FATES) {
          deliveries.set({ ...place, state: fate === 'inFlight' ? 'in_flight' : fate }, counts[fate]);
        }
        const { accepted, delivered, quarantined, filtered, inFlight } = counts;
        unaccounted.set(place, accepted - delivered - quarantined - filtered - inFlight);
      }
      for (const { environment, partner } of gates) circuit.set({ environment, partner }, 1);
      return registry.metrics();
    },
    close: () => registry.clear(),
  };
}
