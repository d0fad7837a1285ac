import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { Store } from '../client.ts';
import { deployment, environment, message, pin, run } from '../schema/tables.ts';

export interface RunQuery {
  environment: string;
  flow?: string;
  state?: 'running' | 'done' | 'quarantined';
  /** Error code. */
  code?: string;
  since?: Date;
  until?: Date;
  /** Id of the last run of the page before. */
  before?: string;
  limit: number;
}

export interface RunSummary {
  id: string;
  message: string;
  flow: string;
  version: number;
  state: 'running' | 'done' | 'quarantined';
  /** 0: as it came; else a replay. */
  replay: number;
  correlationId: string;
  error: { code: string; node: string | null } | null;
  /** When its message was accepted; of a replay, when that began. */
  beganAt: Date;
  endedAt: Date | null;
}

/** Runs of an environment, newest first. Ids carry their time, so one index serves order, time and paging. */
export async function listRuns(store: Store, query: RunQuery): Promise<RunSummary[]> {
  const conditions: (SQL | undefined)[] = [
    eq(environment.name, query.environment),
    query.flow === undefined ? undefined : eq(deployment.flowId, query.flow),
    query.state === undefined ? undefined : eq(run.state, query.state),
    query.code === undefined ? undefined : eq(run.errorCode, query.code),
    query.since === undefined ? undefined : gte(run.id, floorOf(query.since)),
    query.until === undefined ? undefined : lt(run.id, floorOf(query.until)),
    query.before === undefined ? undefined : lt(run.id, query.before),
  ];
  const rows = await store.db
    .select({
      id: run.id,
      message: run.messageId,
      flow: deployment.flowId,
      version: pin.version,
      state: run.state,
      replay: run.replay,
      correlationId: message.correlationId,
      code: run.errorCode,
      node: run.errorNode,
      acceptedAt: message.acceptedAt,
      beganAt: run.beganAt,
      endedAt: run.endedAt,
    })
    .from(run)
    .innerJoin(deployment, eq(deployment.id, run.deploymentId))
    .innerJoin(environment, eq(environment.id, deployment.environmentId))
    .innerJoin(pin, eq(pin.id, run.pinId))
    .innerJoin(message, eq(message.id, run.messageId))
    .where(and(...conditions))
    .orderBy(desc(run.id))
    .limit(query.limit);
  return rows.map(({ code, node, acceptedAt, beganAt, ...row }) => ({
    ...row,
    beganAt: row.replay === 0 ? acceptedAt : beganAt,
    error: code === null ? null : { code, node },
  }));
}

function floorOf(at: Date): SQL<string> {
  return sql`uuid_floor(${at.toISOString()}::timestamptz)`;
}
