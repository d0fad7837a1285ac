import type postgres from 'postgres';
import type { Permission } from '../identity/permission.ts';

/** What people's screens are told about, and the right that it takes to be told. */
export const topics = {
  flows: 'flow.see',
  drafts: 'flow.see',
  presence: 'flow.see',
  deployments: 'flow.see',
  runs: 'run.see',
  quarantine: 'run.see',
  replays: 'run.see',
  tables: 'table.see',
  connections: 'connection.see',
  doors: 'door.see',
  environments: 'environment.see',
  releases: 'flow.see',
  users: 'user.see',
  notices: 'environment.see',
  audit: 'audit.see',
} as const satisfies Record<string, Permission>;

export type Topic = keyof typeof topics;

/** Something changed: what kind of thing, which one, and in which environment; null where it lies in none. Never its content. */
export interface Announcement {
  topic: Topic;
  id: string | null;
  environment: string | null;
}

export const CHANNEL = 'throughline_event';

/** Tells every process, once the transaction commits. Not for the message path: transactions that announce commit one by one. */
export async function announce(
  { sql }: { sql: postgres.Sql | postgres.TransactionSql },
  topic: Topic,
  id: string | null,
  environment: string | null = null,
): Promise<void> {
  const told: Announcement = { topic, id, environment };
  await sql`select pg_notify(${CHANNEL}, ${JSON.stringify(told)})`;
}
