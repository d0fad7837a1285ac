import { StoreError } from '@throughline/store';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ApiEnv, Deps } from './deps.ts';
import { missing, Refusal } from './refusal.ts';

/** The store's codes that a caller can act on; any other is a failure of ours. */
const ofStore: Record<string, Refusal['status']> = {
  not_found: 404,
  user_exists: 409,
  last_admin: 409,
  role_unknown: 400,
  role_used: 409,
  role_fixed: 409,
  no_break_glass: 409,
  invitation_over: 409,
  passkey_known: 409,
  oidc_no_role: 403,
  oidc_email: 403,
  oidc_closed: 403,
  permission_not_held: 403,
  permission_not_for_tokens: 400,
  environment_unknown: 400,
  name_refused: 400,
  environment_exists: 409,
  environment_used: 409,
  secret_host_changed: 409,
  vault_absent: 409,
  not_live: 409,
  release_empty: 409,
  release_altered: 400,
  release_newer: 400,
  release_tables: 409,
  release_contracts: 409,
  release_unfit: 400,
  frozen: 409,
  rollout_under_way: 409,
  already_decided: 409,
  nothing_earlier: 409,
  own_approval: 403,
  proxy_unknown: 400,
  proxy_used: 409,
  flow_unknown: 400,
  client_exists: 409,
  key_taken: 409,
  key_not_ours: 409,
  code_wrong: 400,
  factor_set: 409,
  environment_protected: 409,
  vault_failed: 409,
  table_unbound: 409,
  table_changed: 409,
  body_unreadable: 409,
  step_gone: 409,
  version_unknown: 400,
  too_many: 400,
  flow_exists: 409,
  flow_live: 409,
  flow_unfinished: 409,
  flow_too_large: 413,
  document_unreadable: 409,
  base_gone: 409,
  draft_moved: 409,
  session_other: 409,
};

const titles: Record<number, string> = {
  400: 'Not understood',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'In conflict',
  413: 'Too large',
  415: 'Wrong kind of content',
  422: 'Does not fit',
  429: 'Too many requests',
  500: 'Failed',
  503: 'Not available',
  504: 'Took too long',
};

/** Postgres and network codes that mean: the database is away or overloaded, try again. */
const PASSING = /^(08|53|57P|CONNECT|CONNECTION_|ECONN|ETIMEDOUT|EPIPE|ENOTFOUND)/;

/** Maps everything thrown below a door to RFC 9457 problem details; what is not meant for callers goes to the log alone. */
export function answerProblem(error: unknown, c: Context<ApiEnv>, { log }: Pick<Deps, 'log'>): Response {
  const refusal = refusalOf(error);
  const status: ContentfulStatusCode = refusal?.status ?? 500;
  if (refusal === null || status === 503) log.error({ requestId: c.get('requestId'), err: error }, 'request failed');
  const body = {
    type: `urn:throughline:problem:${refusal?.code ?? 'internal'}`,
    title: titles[status] ?? 'Refused',
    status,
    code: refusal?.code ?? 'internal',
    detail: refusal?.message ?? 'Something failed on our side; the log names this request by its instance.',
    instance: `urn:uuid:${c.get('requestId')}`,
    ...(refusal !== null && refusal.errors.length > 0 ? { errors: refusal.errors } : {}),
  };
  for (const [name, value] of Object.entries(refusal?.headers ?? {})) c.header(name, value);
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' });
}

function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (error instanceof StoreError) {
    const status = ofStore[error.code];
    if (status === 404) return missing();
    return status === undefined ? null : new Refusal(status, error.code, error.message);
  }
  if (error instanceof HTTPException && error.status === 504) {
    return new Refusal(503, 'too_slow', 'This took too long; narrow the request or try again.');
  }
  if (hasPassingCode(error)) {
    const headers = { 'retry-after': '5' };
    return new Refusal(503, 'database_unavailable', 'The database does not answer; try again in a moment.', {
      headers,
    });
  }
  return null;
}

/** drizzle and better-auth wrap the driver's error. */
function hasPassingCode(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && PASSING.test(at.code)) return true;
  }
  return false;
}
