import type { Store } from '../client.ts';

/** A connection as people see it. */
export interface ConnectionSummary {
  name: string;
  type: string;
  settings: Record<string, unknown>;
  classes: string[];
  /** Fields whose secret is set. */
  secrets: { field: string; version: number; outside: boolean; changedAt: Date; changedBy: string }[];
  changedAt: Date;
  changedBy: string;
  /** Why nothing is sent there until somebody looked. */
  alarm: { sentence: string; at: Date } | null;
}

export async function listConnections(store: Store, environment: string): Promise<ConnectionSummary[]> {
  type Row = Omit<ConnectionSummary, 'secrets' | 'alarm'> & { alarm: string | null; alarmedAt: string | null };
  const rows = await store.sql<Row[]>`
    select c.name, c.type, c.settings, c.classes, changed_at as "changedAt", changed_by as "changedBy", alarm,
      alarmed_at as "alarmedAt"
    from connection c join environment e on e.id = c.environment_id where e.name = ${environment} order by c.name`;
  const secrets = await store.sql<(ConnectionSummary['secrets'][number] & { connection: string })[]>`
    select split_part(s.name, '/', 1) as connection, split_part(s.name, '/', 2) as field, version, outside,
      s.changed_at as "changedAt", s.changed_by as "changedBy"
    from secret s join environment e on e.id = s.environment_id
    where e.name = ${environment} and s.name like '%/%' order by s.name`;
  return rows.map(({ alarm, alarmedAt, ...row }) => ({
    ...row,
    alarm: alarm === null || alarmedAt === null ? null : { sentence: alarm, at: new Date(alarmedAt) },
    changedAt: new Date(row.changedAt),
    secrets: secrets
      .filter(({ connection }) => connection === row.name)
      .map((one) => ({ ...one, changedAt: new Date(one.changedAt) })),
  }));
}
