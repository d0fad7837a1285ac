import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCluster } from '@throughline/server/postgres';
import { listRuns, migrate, openStore, type Store, saveEnvironment } from '@throughline/store';
import type { Bench } from './main.ts';
import { median } from './measure.ts';

/** Rows per statement: short enough to see it move. */
const STRIDE = 250_000;
const TIMES = 9;

/**
 * Lists, filters and searches over many stored messages. The rows are made by SQL, spread over 30 days and two flows; every hundredth
 * run is quarantined, every message has a key of its own and one that thousands share.
 */
export const search: Bench = async ({ count = 1_000_000 }) => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-search-'));
  const cluster = await openCluster({ folder: join(folder, 'postgres'), log: () => {} });
  const { url } = cluster;
  await migrate(url);
  const store = await openStore({ url, masterKey: randomBytes(32), name: 'search bench', max: 4 });
  try {
    await seed(store, count);
    const one = Math.floor(count / 2);
    const filtered = { environment: 'dev', limit: 100 };
    const asked = {
      newest: () => listRuns(store, filtered),
      'by flow and state': () => listRuns(store, { ...filtered, flow: 'usage', state: 'quarantined' }),
      'by error code and time': () =>
        listRuns(store, { ...filtered, code: 'lookup_missing', since: new Date(Date.now() - 10 * 86_400_000) }),
      'by node, which few have': () => listRuns(store, { ...filtered, node: 'erp' }),
      'by business key': () => listRuns(store, { ...filtered, search: `PO-${one}` }),
      'by a key that thousands share': () => listRuns(store, { ...filtered, search: 'OR-4' }),
      'by a personal key': () => listRuns(store, { ...filtered, search: 'MRN-0042' }),
      'by correlation id': () => listRuns(store, { ...filtered, search: `corr-${one}` }),
      'by part of an error code': () => listRuns(store, { ...filtered, search: 'lookup' }),
      'by what nobody has': () => listRuns(store, { ...filtered, search: 'PO-NONE' }),
    };
    const ms: Record<string, number> = {};
    const found: Record<string, number> = {};
    for (const [name, ask] of Object.entries(asked)) {
      found[name] = (await ask()).length;
      const times: number[] = [];
      for (let i = 0; i < TIMES; i++) {
        const began = performance.now();
        await ask();
        times.push(performance.now() - began);
      }
      ms[name] = Math.round(median(times) * 10) / 10;
    }
    const filters = Object.entries(ms).filter(([name]) => !/key|correlation|part|nobody/.test(name));
    return {
      messages: count,
      ms,
      found,
      targets: [
        {
          figure: 'runs filtered, ms (slowest filter)',
          value: Math.max(...filters.map(([, value]) => value)),
          atMost: 300,
        },
        { figure: 'search by business key, ms', value: ms['by business key']!, atMost: 300 },
        { figure: 'slowest search, ms', value: Math.max(...Object.values(ms)), atMost: 300 },
      ],
    };
  } finally {
    await store.close();
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

async function seed(store: Store, count: number): Promise<void> {
  const { sql } = store;
  await sql`select ensure_partitions(31, 1)`;
  await saveEnvironment(store, { name: 'dev', title: 'Dev', colour: 'teal', protected: false, settings: {} });
  for (const flow of ['usage', 'receipts']) {
    await sql`insert into flow (id, draft, updated_by) values (${flow}, '{}', 'bench')`;
    await sql`insert into flow_version (flow_id, version, document, plan, note, author) values (${flow}, 1, '{}', '{}', '', 'bench')`;
    await sql`insert into deployment (environment_id, flow_id, version, changed_by) select id, ${flow}, 1, 'bench' from environment`;
    await sql`insert into pin (deployment_id, version, tables, destinations)
      select id, 1, '[]', array['erp'] from deployment where flow_id = ${flow}`;
  }
  const blind = store.keys.blind('MRN-0042');
  for (let from = 0; from < count; from += STRIDE) {
    const to = Math.min(from + STRIDE, count);
    await sql`set statement_timeout = 0`;
    await sql`
      with n as materialized (
        select i, overlay(gen_random_uuid()::text placing substr(uuid_floor(now() - interval '30 days' + (i::double precision / ${count}) * interval '30 days')::text, 1, 13)
          from 1 for 13)::uuid as id, case when i % 2 = 0 then 1 else 2 end as d
        from generate_series(${from}::integer, ${to - 1}::integer) as i
      ), m as (
        insert into message (id, deployment_id, node, digest, correlation_id, content_type, size)
        select id, d, 'door', decode(md5(i::text), 'hex'), 'corr-' || i, 'application/json', 700 from n
      ), k as (
        insert into business_key (message_id, name, value)
        select id, 'purchaseOrder', 'PO-' || i from n union all select id, 'location', 'OR-' || i % 12 from n
        union all select id, 'patient', ${blind} from n where i % 50000 = 7
      )
      insert into run (id, message_id, deployment_id, pin_id, state, open, stopped, error_code, error_node, ended_at)
      select id, id, d, d, case when i % 100 = 0 then 'quarantined' else 'done' end, 0, 0,
        case when i % 100 = 0 then case when i % 200 = 0 then 'lookup_missing' else 'http_409' end end,
        case when i % 100 = 0 then case when i % 100000 = 0 then 'erp' else 'item' end end, now() from n`;
  }
  for (const table of ['message', 'business_key', 'run', 'deployment', 'pin', 'environment'])
    await sql.unsafe(`analyze ${table}`);
}
