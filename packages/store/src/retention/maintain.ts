import type { DataClass } from '@throughline/contracts';
import type { Store } from '../client.ts';
import { listPlans } from '../deployment/plans.ts';
import { listEnvironments } from '../environment/list.ts';
import type { EnvironmentSettings } from '../environment/settings.ts';
import { classOfPlan } from './class.ts';

/** Days that are kept, by class of data. */
export interface Retention {
  /** Message bodies, traces, answers of destinations, and the log of edits: samples may be in them. */
  contentDays: number;
  /** Messages, runs, deliveries, attempts and business keys, without content. */
  recordDays: number;
}

export const USUAL_RETENTION: Retention = { contentDays: 90, recordDays: 400 };

const CONTENT = ['message_body', 'trace'];
const RECORDS = ['message', 'business_key', 'run', 'delivery', 'attempt'];
/** Changes of one draft that are kept at most, whatever their age. */
const DRAFT_CHANGES = 5000;
/** A message that comes again within these days is known (RUNS.md promise 2). */
const SOURCE_DAYS = 7;
const DRAFT_SESSION_DAYS = 30;
const DAYS_BEHIND = 2;
const DAYS_AHEAD = 14;

/**
 * Makes the days to come and drops those past retention: whole days that no environment keeps any longer, and within the days that
 * are kept, content of those environments and data classes that keep it shorter. Cheap to repeat; one caller at a time does the work.
 */
export async function maintain(store: Store, usual: Retention = USUAL_RETENTION): Promise<{ dropped: string[] }> {
  const rules = await listEnvironments(store);
  const days = rules.flatMap(({ settings: { retention = {} } }) => {
    const { records = usual.recordDays } = retention;
    return CLASSES.map((kind) => ({ content: retention[kind] ?? usual.contentDays, records }));
  });
  const retention = {
    contentDays: Math.max(...days.map(({ content }) => content), days.length === 0 ? usual.contentDays : 0),
    recordDays: Math.max(...days.map(({ records }) => records), days.length === 0 ? usual.recordDays : 0),
  };
  await store.sql`select ensure_partitions(${DAYS_BEHIND}, ${DAYS_AHEAD})`;
  const [content] = await store.sql<{ r: string[] }[]>`select drop_days(${CONTENT}, ${retention.contentDays}) as r`;
  const [records] = await store.sql<{ r: string[] }[]>`select drop_days(${RECORDS}, ${retention.recordDays}) as r`;
  for (const { name, settings } of rules) {
    if (settings.retention !== undefined) await forgetContent(store, name, settings.retention, retention.contentDays);
  }
  await store.sql`delete from source where message_id < uuid_floor(now() - make_interval(days => ${SOURCE_DAYS}))`;
  await forgetEdits(store, retention.contentDays);
  return { dropped: [...content!.r, ...records!.r] };
}

const CLASSES: DataClass[] = ['open', 'financial', 'pii', 'phi'];

/** Deletes bodies and traces of an environment's flows by the class of what they carry; what waits or is undecided stays. */
async function forgetContent(
  store: Store,
  environment: string,
  retention: NonNullable<EnvironmentSettings['retention']>,
  longest: number,
): Promise<void> {
  const { sql } = store;
  for (const { flow, plan } of await listPlans(store, environment, 'ever')) {
    const days = retention[classOfPlan(plan)];
    if (days === undefined || days >= longest) continue;
    await sql`
      with old as materialized (
        select m.id from message m join deployment d on d.id = m.deployment_id join environment e on e.id = d.environment_id
        where e.name = ${environment} and d.flow_id = ${flow} and m.id < uuid_floor(now() - make_interval(days => ${days}))
          and m.id >= uuid_floor(now() - make_interval(days => ${longest + DAYS_BEHIND}))
          and not exists (select from quarantine q where q.message_id = m.id and q.state = 'open')
          and not exists (select from work w where w.message_id = m.id)),
      traces as (delete from trace t using run r where r.id = t.run_id and r.message_id in (select id from old))
      delete from message_body b using old where b.message_id = old.id`;
  }
}

async function forgetEdits({ sql }: Store, contentDays: number): Promise<void> {
  await sql`
    delete from draft_change c using flow f
    where f.id = c.flow_id
      and (c.at < now() - make_interval(days => ${contentDays}) or c.revision <= f.revision - ${DRAFT_CHANGES})`;
  await sql`delete from draft_session where seen_at < now() - make_interval(days => ${DRAFT_SESSION_DAYS})`;
}
