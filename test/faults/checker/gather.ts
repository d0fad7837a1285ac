import { readFileSync } from 'node:fs';
import { type StepRecord, type Store, verifyAudit } from '@throughline/store';
import { readJournal } from '../harness/journal.ts';
import type { Arrival } from '../harness/receiver.ts';
import { counts, survivors } from '../harness/sample.ts';
import type { Told } from '../harness/source.ts';
import type { World } from '../harness/world.ts';
import type { Evidence, Fate, Place, Stored, Traced } from './evidence.ts';

interface Row {
  message: string;
  id: string;
  flow: string;
}

/** Collects what everybody wrote down. Servers must be halted, the database must answer. */
export async function gather(world: World): Promise<Evidence> {
  const { store, places, journals, sampler } = world;
  const stored = await storedIn(store);
  const traces = await openTraces(store);
  const traced = tracedOf(traces, places);
  return {
    places,
    told: journals.told.flatMap((path) => readJournal<Told>(path)),
    arrivals: readJournal<Arrival>(journals.arrivals),
    stored,
    fates: await fatesIn(store, places, stored, traces),
    traced,
    ledger: await counts(store, places),
    samples: sampler.samples,
    audit: await verifyAudit(store),
    leaks: await leaksOf(world),
    locked: await lockedIn(store),
    vitals: sampler.vitals,
    files: world.files,
    orphans: survivors(sampler.descendants),
    outages: world.outages,
  };
}

/** Messages as received (not the pieces of others), by the id that their source gave them. */
async function storedIn(store: Store): Promise<Stored[]> {
  return await store.sql<Row[]>`
    select m.id as message, d.flow_id as flow, k.value as id from message m join deployment d on d.id = m.deployment_id
    join business_key k on k.message_id = m.id and k.name = 'id' where m.parent_id is null`;
}

interface Ended {
  message: string;
  node: string;
  flow: string;
  key: string;
  code: string;
  at: string;
  kept: boolean;
  state: 'delivered' | 'quarantined' | 'waiting';
}

async function fatesIn(store: Store, places: Place[], stored: Stored[], traces: Opened[]): Promise<Fate[]> {
  const rows = await store.sql<Ended[]>`
    select r.message_id as message, r.node, d.flow_id as flow, r.key, '' as code, '' as at, true as kept, 'delivered' as state
    from delivery r join message m on m.id = r.message_id join deployment d on d.id = m.deployment_id
    union all
    select q.message_id, t.node, d.flow_id, '', q.code, q.node,
      q.sealed is not null or exists (select from message_body b where b.message_id = q.message_id), 'quarantined'
    from quarantine q join pin p on p.id = q.pin_id join deployment d on d.id = q.deployment_id,
      unnest(p.destinations) with ordinality as t(node, bit)
    where q.state <> 'replayed' and q.reach & (1::bigint << (t.bit - 1)::integer) <> 0
    union all
    select w.message_id, t.node, d.flow_id, '', '', '', true, 'waiting'
    from work w join pin p on p.id = w.pin_id join deployment d on d.id = p.deployment_id,
      unnest(p.destinations) with ordinality as t(node, bit)
    where w.reach & (1::bigint << (t.bit - 1)::integer) <> 0`;
  const byMessage = new Map(stored.map((one) => [one.message, one]));
  const fates = rows.flatMap((row): Fate[] => {
    const place = places.find(({ flow, node }) => flow === row.flow && node === row.node);
    const of = byMessage.get(row.message);
    if (place === undefined || of === undefined) return [];
    const fate = { destination: place.destination, id: of.id, message: row.message, state: row.state };
    if (row.state === 'delivered') return [{ ...fate, idempotencyKey: row.key }];
    return [row.state === 'waiting' ? fate : { ...fate, code: row.code, node: row.at, isKept: row.kept }];
  });
  return [...fates, ...filteredOf(fates, places, stored, traces)];
}

/** A message without any row at a destination was filtered if a rule of its trace says so. */
function filteredOf(fates: Fate[], places: Place[], stored: Stored[], traces: Opened[]): Fate[] {
  const known = new Set(fates.map(({ destination, message }) => `${destination} ${message}`));
  const rules = new Map<string, string>();
  for (const { message, steps, nodeOf } of traces) {
    const rule = steps.find(({ end }) => end === 'filtered');
    if (rule !== undefined) rules.set(message, nodeOf(rule.s));
  }
  return stored.flatMap(({ flow, id, message }) =>
    places
      .filter((place) => place.flow === flow && !known.has(`${place.destination} ${message}`) && rules.has(message))
      .map(({ destination }) => ({ destination, id, message, state: 'filtered' as const, rule: rules.get(message)! })),
  );
}

interface Opened {
  message: string;
  flow: string;
  steps: StepRecord[];
  nodeOf(step: number): string;
}

async function openTraces(store: Store): Promise<Opened[]> {
  const plans = new Map<string, string[]>();
  const versions = await store.sql<{ flow: string; version: number; plan: string }[]>`
    select flow_id as flow, version, plan from flow_version`;
  for (const { flow, version, plan } of versions) {
    const { steps } = JSON.parse(plan) as { steps: { node: string }[] };
    plans.set(
      `${flow} ${version}`,
      steps.map(({ node }) => node),
    );
  }
  const rows = await store.sql<{ run: string; message: string; flow: string; version: number; sealed: Buffer }[]>`
    select t.run_id as run, r.message_id as message, d.flow_id as flow, p.version, t.sealed
    from trace t join run r on r.id = t.run_id join pin p on p.id = r.pin_id join deployment d on d.id = r.deployment_id`;
  return rows.map(({ run, message, flow, version, sealed }) => ({
    message,
    flow,
    steps: JSON.parse(store.keys.open(sealed, `trace:${run}`).toString()) as StepRecord[],
    nodeOf: (step) => plans.get(`${flow} ${version}`)?.[step] ?? '',
  }));
}

function tracedOf(traces: Opened[], places: Place[]): Traced[] {
  return traces.flatMap(({ message, flow, steps, nodeOf }) =>
    steps.flatMap(({ s, status, error }) => {
      const place = places.find((one) => one.flow === flow && one.node === nodeOf(s));
      return place === undefined || status === undefined || error !== undefined || status === 'confirmed before'
        ? []
        : [{ destination: place.destination, message, status }];
    }),
  );
}

/** Leases that still hold, and jobs that a dead worker still holds. */
export async function lockedIn(store: Store): Promise<string[]> {
  const rows = await store.sql<{ what: string }[]>`
    select 'lane ' || id || ' of ' || coalesce(leased_by::text, '?') as what from lane where lease_until > clock_timestamp()
    union all
    select 'job ' || coalesce(key, id::text) || ' of ' || locked_by from graphile_worker._private_jobs where locked_at is not null`;
  return rows.map(({ what }) => what);
}

/** Looks for the canary in the servers' log and in every table, where sealed content shows as bytes. */
async function leaksOf({ store, canary, journals }: World): Promise<string[]> {
  const tables = await store.sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('throughline', 'graphile_worker')`;
  const found = await Promise.all(
    tables.map(async ({ name }) => {
      const [row] = await store.sql.unsafe(
        `select count(*)::integer as n from ${name} t where t::text like '%${canary}%'`,
      );
      return { name, n: (row as unknown as { n: number }).n };
    }),
  );
  const inLog = readFileSync(journals.log, 'utf8').includes(canary) ? ['the servers’ log'] : [];
  return [...inLog, ...found.filter(({ n }) => n > 0).map(({ name, n }) => `${name}: ${n} rows`)];
}
