import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { openStore, readVitals, type Store, saveEnvironment } from '@throughline/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { seedFlow } from '../api/testing/flow.ts';
import { createMetrics } from './metrics.ts';

let store: Store;
beforeAll(async () => {
  const { url } = await createDatabase();
  store = await openStore({ url, masterKey: randomBytes(32), name: 'metrics test', max: 4 });
  await saveEnvironment(store, { name: 'dev', title: 'Dev', colour: 'teal', protected: false, settings: {} });
});
afterAll(() => store.close());

it('counts by flow, destination and state, and says what does not add up', async () => {
  const { deployment } = await seedFlow(store, 'usage', {});
  await store.sql`insert into ledger (deployment_id, node, shard, accepted, delivered, quarantined)
    values (${deployment}, 'billing', 0, 5, 3, 1), (${deployment}, 'billing', 1, 4, 4, 0)`;
  await store.sql`insert into gate (environment_id, name, failures, paused_until) select id, 'erp', 5, now() from environment`;
  const metrics = createMetrics(store, {
    fenced: () => 2,
    leftOut: () => [{ environment: 'dev', connection: 'erp', fields: 3 }],
  });
  const text = await metrics.text(await readVitals(store));
  const place = 'environment="dev",flow="usage",destination="billing"';
  expect(text).toContain(`throughline_deliveries{${place},state="delivered"} 7`);
  expect(text).toContain(`throughline_unaccounted{${place}} 1`);
  expect(text).toContain('throughline_circuit_open{environment="dev",partner="erp"} 1');
  expect(text).toContain('throughline_fenced_results_total 2');
  expect(text).toContain('throughline_fields_left_out_total{environment="dev",connection="erp"} 3');

  // The shipped dashboard asks for nothing that is not there.
  const dashboard = readFileSync(new URL('../../../../docker/grafana/throughline.json', import.meta.url), 'utf8');
  const asked = new Set(dashboard.match(/throughline_[a-z0-9_]+/g));
  for (const name of asked) expect(text).toContain(name);
  metrics.close();
});
