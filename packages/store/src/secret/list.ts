import type { Store } from '../client.ts';

/** A secret as people see it: that it is there, never what it is. */
export interface SecretSummary {
  name: string;
  version: number;
  hosts: string[];
  outside: boolean;
  changedAt: Date;
  changedBy: string;
}

/** Every secret of an environment; those of connections are named connection/field. */
export async function listSecrets(store: Store, environment: string): Promise<SecretSummary[]> {
  const rows = await store.sql<(Omit<SecretSummary, 'changedAt'> & { changedAt: string })[]>`
    select s.name, version, hosts, outside, changed_at as "changedAt", changed_by as "changedBy"
    from secret s join environment e on e.id = s.environment_id where e.name = ${environment} order by s.name`;
  return rows.map((row) => ({ ...row, changedAt: new Date(row.changedAt) }));
}
