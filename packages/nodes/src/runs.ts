import type { EffectRun, HostRun, Runs } from '@throughline/engine';
import { createTrials, type TryConnection } from './connection/try.ts';
import { connectorAmqp } from './connector/amqp/run.ts';
import { connectorFile } from './connector/file/run.ts';
import { createTokens } from './connector/http/oauth.ts';
import { connectorHttp, createSend } from './connector/http/run.ts';
import { connectorMllp } from './connector/mllp/run.ts';
import { connectorSftp } from './connector/sftp/run.ts';
import { connectorSql } from './connector/sql/run.ts';
import { createGuard } from './egress/guard.ts';
import { createHttp } from './egress/http/http.ts';
import { type Resolve, systemResolve } from './egress/resolve.ts';
import { enrichHttpLookup } from './enrich/http-lookup/run.ts';
import { insideRuns } from './inside.ts';

/** The runs of one process, with the connection pools behind them. */
export interface OpenRuns extends Runs {
  tryConnection: TryConnection;
  /** Ends every pooled connection; a delivery still under way fails as if its connection was lost. */
  close(): Promise<void>;
}

/** All host and effect runs over one guard; `resolve` is how host names become addresses. */
export function createRuns(resolve: Resolve = systemResolve): OpenRuns {
  const guard = createGuard(resolve);
  const http = createHttp(guard);
  const send = createSend(http, createTokens(http));
  const mllp = connectorMllp(guard);
  const sftp = connectorSftp(guard);
  const sql = connectorSql(guard);
  const amqp = connectorAmqp(guard);
  return {
    tryConnection: createTrials(guard, send),
    host: new Map<string, HostRun>([...insideRuns, ['enrich.http-lookup', enrichHttpLookup(send)]]),
    effect: new Map<string, EffectRun>([
      ['connector.http', connectorHttp(send)],
      ['connector.mllp', mllp.run],
      ['connector.sftp', sftp.run],
      ['connector.sql', sql.run],
      ['connector.amqp', amqp.run],
      ['connector.file', connectorFile],
    ]),
    close: async () => {
      mllp.close();
      await Promise.all([http.close(), sftp.close(), sql.close(), amqp.close()]);
    },
  };
}

export type { Trial, TryConnection } from './connection/try.ts';
export { createFetch, type Fetch } from './egress/fetch.ts';
export { fixtureAnswer } from './rehearsal/answers.ts';
export { type Difference, differencesBetween } from './rehearsal/differences.ts';
export { type AtTheDoor, enter, type MessageFile } from './rehearsal/door.ts';
export { type Outcome, outcomeOf } from './rehearsal/outcome.ts';
export { rehearsalContext, rehearsalReach } from './rehearsal/place.ts';
export { type Answer, type Asked, createRehearsalRuns, type RehearsalRuns } from './rehearsal/runs.ts';
export { spanId, traceOf, traceparentOf } from './traceparent.ts';
export { type DoorContract, doorContract } from './trigger/contract.ts';
export { takesHl7 } from './trigger/mllp/takes.ts';
export { receive } from './trigger/receive.ts';
export {
  cutRecords,
  type RecordPiece,
  type RecordPlace,
  readRecord,
  recordsIn,
  takesRecords,
} from './trigger/records.ts';
