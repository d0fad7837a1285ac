import { and, desc, eq, inArray, lt, or, type SQL } from 'drizzle-orm';
import type { Store } from '../client.ts';
import { deployment, environment, quarantine } from '../schema/tables.ts';

/** Which quarantined messages; absent parts do not narrow. */
export interface QuarantineFilter {
  environment: string;
  flow?: string | undefined;
  code?: string | undefined;
  node?: string | undefined;
  state?: 'open' | 'replayed' | 'skipped' | 'discarded' | undefined;
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
  at: Date;
}

export function quarantineWhere(filter: QuarantineFilter): SQL | undefined {
  return and(
    eq(environment.name, filter.environment),
    filter.flow === undefined ? undefined : eq(deployment.flowId, filter.flow),
    filter.code === undefined ? undefined : eq(quarantine.code, filter.code),
    filter.node === undefined ? undefined : eq(quarantine.node, filter.node),
    filter.state === undefined ? undefined : eq(quarantine.state, filter.state),
    filter.ids === undefined ? undefined : inArray(quarantine.id, filter.ids),
  );
}

/** Newest first; `before` is the id of the last item of the page before. */
export async function listQuarantine(
  store: Store,
  filter: QuarantineFilter,
  page: { before?: string | undefined; limit: number },
): Promise<QuarantineItem[]> {
  return await store.db
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
      at: quarantine.at,
    })
    .from(quarantine)
    .innerJoin(deployment, eq(deployment.id, quarantine.deploymentId))
    .innerJoin(environment, eq(environment.id, deployment.environmentId))
    .where(and(quarantineWhere(filter), page.before === undefined ? undefined : or(lt(quarantine.id, page.before))))
    .orderBy(desc(quarantine.id))
    .limit(page.limit);
}

/** The environment in which something was quarantined, or null. */
export async function environmentOfQuarantine(store: Store, id: string): Promise<string | null> {
  const [found] = await store.db
    .select({ name: environment.name })
    .from(quarantine)
    .innerJoin(deployment, eq(deployment.id, quarantine.deploymentId))
    .innerJoin(environment, eq(environment.id, deployment.environmentId))
    .where(eq(quarantine.id, id));
  return found?.name ?? null;
}
