import type { Runs } from '@throughline/engine';
import { createTokens } from './connector/http/oauth.ts';
import { connectorHttp } from './connector/http/run.ts';
import { createGuard } from './egress/guard.ts';
import { createHttp } from './egress/http/http.ts';
import { type Resolve, systemResolve } from './egress/resolve.ts';

/** The runs of one process, with the connection pools behind them. */
export interface OpenRuns extends Runs {
  /** Ends every pooled connection; a delivery still under way fails as if its connection was lost. */
  close(): Promise<void>;
}

/** All host and effect runs over one guard; `resolve` is how host names become addresses. */
export function createRuns(resolve: Resolve = systemResolve): OpenRuns {
  const guard = createGuard(resolve);
  const http = createHttp(guard);
  const tokens = createTokens(http);
  return {
    host: new Map(),
    effect: new Map([['connector.http', connectorHttp(http, tokens)]]),
    close: () => http.close(),
  };
}

const open = createRuns();

export const runs: Runs = open;

export const closeRuns = (): Promise<void> => open.close();
