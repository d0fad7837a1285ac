import { and, desc, eq, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Store } from '../client.ts';
import { type BusinessKey, keysIn, keysOf } from '../run/keys.ts';
import { deployment, environment, quarantine } from '../schema/tables.ts';

/** Which quarantined messages; absent parts do not narrow. */
export interface QuarantineFilter {
  environment: string;
  flow?: string | undefined;
  /** Of flows in these folders alone. */
  folders?: string[] | undefined;
  code?: string | undefined;
  node?: string | undefined;
  state?: 'open' | 'replayed' | 'skipped' | 'discarded' | undefined;
  /** Field at fault with its places left out, `lines[].item`; null: none is named. */
  field?: string | null | undefined;
  /** Those whose look-up missed this row. */
  missed?: { table: string; hash: string } | undefined;
  ids?: string[] | undefined;
}

export interface QuarantineItem {
  id: string;
  flow: string;
  run: string;
  message: string;
  node: string;
  code: string;
  class: string;
  sentence: string;
  path: string | null;
  attempts: number;
  parks: boolean;
  state: 'open' | 'replayed' | 'skipped' | 'discarded';
  owner: string | null;
  note: string | null;
  at: Date;
  keys: BusinessKey[];
}

export function quarantineWhere(filter: QuarantineFilter): SQL | undefined {
  return and(
    eq(environment.name, filter.environment),
    filter.flow === undefined ? undefined : eq(deployment.flowId, filter.flow),
    filter.folders === undefined ? undefined : inFolders(filter.folders),
    filter.code === undefined ? undefined : eq(quarantine.code, filter.code),
    filter.node === undefined ? undefined : eq(quarantine.node, filter.node),
    filter.state === undefined ? undefined : eq(quarantine.state, filter.state),
    fieldIs(filter.field),
    filter.missed === undefined ? undefined : didMiss(filter.missed),
    filter.ids === undefined ? undefined : inArray(quarantine.id, filter.ids),
  );
}

/** Rows whose deployment's flow lies in one of these folders. */
export function inFolders(folders: string[]): SQL {
  // Each by itself: drizzle spreads an array that stands alone.
  const names =
    folders.length === 0
      ? sql`null`
      : sql.join(
          folders.map((name) => sql`${name}`),
          sql`, `,
        );
  return sql`${deployment.flowId} in (select id from flow where folder in (${names}))`;
}

function fieldIs(field: string | null | undefined): SQL | undefined {
  if (field === undefined) return undefined;
  if (field === null) return isNull(quarantine.path);
  return sql`regexp_replace(${quarantine.path}, '\\[\\d+\\]', '[]', 'g') = ${field}`;
}

function didMiss({ table, hash }: { table: string; hash: string }): SQL {
  return sql`exists (select from missed m where m.quarantine_id = ${quarantine.id} and m.table_name = ${table} and m.hash = ${hash})`;
}

/** Newest first; `before` is the id of the last item of the page before. */
export async function listQuarantine(
  store: Store,
  filter: QuarantineFilter,
  page: { before?: string | undefined; limit: number },
): Promise<QuarantineItem[]> {
  const rows = await store.db
    .select({
      id: quarantine.id,
      flow: deployment.flowId,
      run: quarantine.runId,
      message: quarantine.messageId,
      node: quarantine.node,
      code: quarantine.code,
      class: quarantine.class,
      sentence: quarantine.sentence,
      path: quarantine.path,
      attempts: quarantine.attempts,
      parks: quarantine.parks,
      state: quarantine.state,
      owner: quarantine.owner,
      note: quarantine.note,
      at: quarantine.at,
      keys: sql.raw(keysIn('quarantine.message_id')) as SQL<[string, string][]>,
    })
    .from(quarantine)
    .innerJoin(deployment, eq(deployment.id, quarantine.deploymentId))
    .innerJoin(environment, eq(environment.id, deployment.environmentId))
    .where(and(quarantineWhere(filter), page.before === undefined ? undefined : or(lt(quarantine.id, page.before))))
    .orderBy(desc(quarantine.id))
    .limit(page.limit);
  return rows.map(({ keys, ...row }) => ({ ...row, keys: keysOf(keys) }));
}

/** Where something was quarantined: its environment and its flow's folder; null where it is not there. */
export async function placeOfQuarantine(
  store: Store,
  id: string,
): Promise<{ environment: string; folder: string } | null> {
  const [found] = await store.sql<{ environment: string; folder: string }[]>`
    select e.name as environment, f.folder from quarantine q join deployment d on d.id = q.deployment_id
    join environment e on e.id = d.environment_id join flow f on f.id = d.flow_id where q.id = ${id}`;
  return found ?? null;
}
