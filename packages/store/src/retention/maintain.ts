import type { Store } from '../client.ts';

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
const DRAFT_SESSION_DAYS = 30;
const DAYS_BEHIND = 2;
const DAYS_AHEAD = 14;

/** Makes the days to come and drops those past retention. Cheap to repeat; one caller at a time does the work. */
export async function maintain(store: Store, retention: Retention): Promise<{ dropped: string[] }> {
  await store.sql`select ensure_partitions(${DAYS_BEHIND}, ${DAYS_AHEAD})`;
  const [content] = await store.sql<{ r: string[] }[]>`select drop_days(${CONTENT}, ${retention.contentDays}) as r`;
  const [records] = await store.sql<{ r: string[] }[]>`select drop_days(${RECORDS}, ${retention.recordDays}) as r`;
  await forgetEdits(store, retention.contentDays);
  return { dropped: [...content!.r, ...records!.r] };
}

async function forgetEdits({ sql }: Store, contentDays: number): Promise<void> {
  await sql`
    delete from draft_change c using flow f
    where f.id = c.flow_id
      and (c.at < now() - make_interval(days => ${contentDays}) or c.revision <= f.revision - ${DRAFT_CHANGES})`;
  await sql`delete from draft_session where seen_at < now() - make_interval(days => ${DRAFT_SESSION_DAYS})`;
}
