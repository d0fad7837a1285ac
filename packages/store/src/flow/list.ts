import { sql } from 'drizzle-orm';
import type { Store } from '../client.ts';
import { type LedgerCounts, readLedger, sumLedger } from '../ledger/read.ts';

export interface FlowSummary {
  id: string;
  name: string;
  /** '' where it lies in none. */
  folder: string;
  /** Published last; null: never. */
  version: number | null;
  /** Live in this environment; null: not deployed there. */
  live: { version: number; active: boolean; changedAt: Date; changedBy: string } | null;
  counts: LedgerCounts;
  updatedAt: Date;
  updatedBy: string;
  /** Null: it is in use. */
  archivedAt: Date | null;
}

interface Row extends Record<string, unknown> {
  id: string;
  name: string;
  folder: string;
  version: number | null;
  live_version: number | null;
  active: boolean;
  changed_at: string;
  changed_by: string;
  updated_at: string;
  updated_by: string;
  archived_at: string | null;
}

/** Every flow in use, or every archived one, by name, as it stands in one environment. */
export async function listFlows(store: Store, environment: string, archived = false): Promise<FlowSummary[]> {
  return store.db.transaction(
    async (db) => {
      const ledger = Map.groupBy(await readLedger({ db }, { environment }), ({ flow }) => flow);
      const rows = await db.execute<Row>(sql`
        select f.id, coalesce(f.draft::json ->> 'name', f.id) as name, f.folder, v.version, d.version as live_version, d.active,
          d.changed_at, d.changed_by, f.updated_at, f.updated_by, f.archived_at
        from flow f
        left join lateral (select max(version) as version from flow_version where flow_id = f.id) v on true
        left join environment e on e.name = ${environment}
        left join deployment d on d.flow_id = f.id and d.environment_id = e.id
        where (f.archived_at is not null) = ${archived}
        order by name, f.id`);
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        folder: row.folder,
        version: row.version,
        live: liveOf(row),
        counts: sumLedger(ledger.get(row.id) ?? []),
        updatedAt: new Date(row.updated_at),
        updatedBy: row.updated_by,
        archivedAt: row.archived_at === null ? null : new Date(row.archived_at),
      }));
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

function liveOf(row: Row): FlowSummary['live'] {
  if (row.live_version === null) return null;
  return {
    version: row.live_version,
    active: row.active,
    changedAt: new Date(row.changed_at),
    changedBy: row.changed_by,
  };
}
