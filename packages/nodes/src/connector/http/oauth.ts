import { type Connection, type EgressRule, StepFailure } from '@throughline/engine';
import { type Http, type HttpAnswer, LIMITS } from '../../egress/http/http.ts';
import { parseUrl } from '../../egress/target.ts';
import { failure } from '../../failure.ts';
import { choice, optionalText, text } from '../../settings.ts';
import { basic, secretOf } from './auth.ts';

/** Access tokens by client credentials (RFC 6749 section 4.4), fetched once for callers that come together. */
export interface Tokens {
  /** Throws class `unavailable`: nothing has reached the destination yet. */
  get(connection: Connection, allow: readonly EgressRule[]): Promise<string>;
  /** Forgets a token the destination no longer takes, unless a newer one is already there. */
  forget(connection: Connection, token: string): void;
}

interface Held {
  token: string;
  until: number;
}

const TOKEN_LIMITS = { ...LIMITS, totalMs: 15_000, bytes: 100_000 };
const USUAL_LIFE_S = 300;
const NEVER = new AbortController().signal;
/** RFC 6749 section 5.2: the only words of an answer that may be repeated in an error. */
const REFUSALS = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
]);

export function createTokens(http: Http): Tokens {
  const held = new Map<string, Held>();
  const asking = new Map<string, Promise<Held>>();

  async function get(connection: Connection, allow: readonly EgressRule[]): Promise<string> {
    const key = keyOf(connection);
    const known = held.get(key);
    if (known !== undefined && known.until > performance.now()) return known.token;
    const running = asking.get(key) ?? ask(key, connection, allow);
    return (await running).token;
  }

  function ask(key: string, connection: Connection, allow: readonly EgressRule[]): Promise<Held> {
    const running = fetchToken(http, connection, allow)
      .then((fresh) => {
        held.set(key, fresh);
        return fresh;
      })
      .finally(() => asking.delete(key));
    asking.set(key, running);
    return running;
  }

  function forget(connection: Connection, token: string): void {
    const key = keyOf(connection);
    if (held.get(key)?.token === token) held.delete(key);
  }

  return { get, forget };
}

function keyOf({ settings, secrets }: Connection): string {
  return JSON.stringify([settings['tokenUrl'], settings['clientId'], settings['scope'], secrets['clientSecret']]);
}

async function fetchToken(http: Http, connection: Connection, allow: readonly EgressRule[]): Promise<Held> {
  const asked = performance.now();
  const answer = await askFor(http, connection, allow).catch((error: unknown) => {
    if (error instanceof StepFailure && error.error.class !== 'unknown-outcome') throw error;
    throw failure('unavailable', 'token_unavailable', 'The token endpoint of the connection did not answer.');
  });
  const fields = jsonOf(answer);
  const token = fields['access_token'];
  if (answer.status !== 200 || typeof token !== 'string' || !/^[\u0021-\u007e]+$/u.test(token)) {
    const why = REFUSALS.has(String(fields['error'])) ? `, ${String(fields['error'])}` : '';
    throw failure('unavailable', 'token_refused', `The token endpoint gave no token (${answer.status}${why}).`);
  }
  const life = Number(fields['expires_in'] ?? USUAL_LIFE_S) || USUAL_LIFE_S;
  return { token, until: asked + (life - Math.min(30, life / 10)) * 1000 };
}

function askFor(http: Http, connection: Connection, allow: readonly EgressRule[]): Promise<HttpAnswer> {
  const { settings } = connection;
  const clientId = text(settings, 'clientId');
  const clientSecret = secretOf(connection, 'clientSecret');
  const url = parseUrl(text(settings, 'tokenUrl'));
  if (connection.bound !== undefined && !connection.bound.includes(url.host)) {
    const sentence = `The secrets of the connection ${connection.name} are bound to another host than its token address.`;
    throw failure('rejected', 'connection_host_mismatch', sentence);
  }
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  for (const name of ['scope', 'audience']) {
    const value = optionalText(settings, name);
    if (value !== null) form.set(name, value);
  }
  const inForm = choice(settings, 'clientAuth', ['basic', 'post']) === 'post';
  if (inForm) {
    form.set('client_id', clientId);
    form.set('client_secret', clientSecret);
  }
  return http.send({
    url,
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
    hostHeaders: inForm ? {} : { Authorization: basic(encodeURIComponent(clientId), encodeURIComponent(clientSecret)) },
    body: form.toString(),
    allow,
    tls: {},
    limits: TOKEN_LIMITS,
    signal: NEVER,
  });
}

function jsonOf(answer: HttpAnswer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(answer.body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
