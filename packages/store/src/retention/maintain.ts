import type { Store } from '../client.ts';

/** Days that are kept, by class of data. */
export interface Retention {
  /** Message bodies, traces and answers of destinations. */
  contentDays: number;
  /** Messages, runs, deliveries, attempts and business keys, without content. */
  recordDays: number;
}

export const USUAL_RETENTION: Retention = { contentDays: 90, recordDays: 400 };

const CONTENT = ['message_body', 'trace'];
const RECORDS = ['message', 'business_key', 'run', 'delivery', 'attempt'];
const DAYS_BEHIND = 2;
const DAYS_AHEAD = 14;

/** Makes the days to come and drops those past retention. Cheap to repeat; one caller at a time does the work. */
export async function maintain(store: Store, retention: Retention): Promise<{ dropped: string[] }> {
  await store.sql`select ensure_partitions(${DAYS_BEHIND}, ${DAYS_AHEAD})`;
  const [content] = await store.sql<{ r: string[] }[]>`select drop_days(${CONTENT}, ${retention.contentDays}) as r`;
  const [records] = await store.sql<{ r: string[] }[]>`select drop_days(${RECORDS}, ${retention.recordDays}) as r`;
  await store.keys.refresh();
  return { dropped: [...content!.r, ...records!.r] };
}
