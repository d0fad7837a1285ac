import type { Connection, Delivery } from '@throughline/engine';
import { bodyOf } from '../../body.ts';
import { type HttpRequest, LIMITS, type Method } from '../../egress/http/http.ts';
import { parseUrl } from '../../egress/target.ts';
import { failure } from '../../failure.ts';
import { choice, numberWithin, optionalText, text, textRecord } from '../../settings.ts';
import { tlsOf } from './auth.ts';
import { fieldsOf, onlyFields } from './fields.ts';
import { checkHeader, trackingHeaders } from './headers.ts';

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE', 'GET', 'HEAD'] as const satisfies Method[];
const MAX_TIMEOUT_S = 60;

/** What a step brings along, whether it delivers (with a key) or only looks something up. */
export type Sending = Pick<Delivery, 'settings' | 'message' | 'context' | 'reach' | 'signal'> & { key: string | null };

/** The request of one step, without credentials. Throws StepFailure of class `data` or `rejected`; sends nothing. */
export function requestOf(sending: Sending, connection: Connection | null): HttpRequest {
  const { settings, context, reach, signal, key } = sending;
  const method = choice(settings, 'method', METHODS);
  refuseSecrets(sending);
  const body = requestBody(sending, method, connection);
  const idempotencyHeader = settings['idempotencyHeader'] ?? 'Idempotency-Key';
  const headers = trackingHeaders(context);
  if (body !== null) headers['Content-Type'] = body.type;
  if (key !== null && idempotencyHeader !== '') {
    checkHeader(String(idempotencyHeader), key);
    headers[String(idempotencyHeader)] = key;
  }
  const hostHeaders = ownHeaders(settings, headers);
  return {
    url: urlOf(settings, connection),
    method,
    headers,
    hostHeaders,
    body: body === null ? null : body.text,
    allow: reach.allow,
    tls: tlsOf(connection),
    limits: { ...LIMITS, totalMs: numberWithin(settings, 'timeoutS', 30, 1, MAX_TIMEOUT_S) * 1000 },
    signal,
  };
}

/** The url setting below the connection's baseUrl (or alone), with the query setting added. */
export function urlOf(settings: Record<string, unknown>, connection: Connection | null): URL {
  const base = connection === null ? null : optionalText(connection.settings, 'baseUrl');
  const url = base === null ? whole(text(settings, 'url')) : below(base, optionalText(settings, 'url'));
  for (const [name, value] of textRecord(settings, 'query')) url.searchParams.append(name, value);
  return url;
}

function whole(written: string): URL {
  if (/^[a-z][a-z\d+.-]*:/i.test(written)) return parseUrl(written);
  const sentence = 'The address is only the end of one, and no connection gives it a base address.';
  throw failure('rejected', 'address_incomplete', sentence, { path: 'url' });
}

/** `/orders` and `orders` both mean "below the base"; an absolute URL stands for itself. */
function below(baseUrl: string, written: string | null): URL {
  if (written === null) return parseUrl(baseUrl);
  const base = parseUrl(baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  const url = parseUrl(written.startsWith('/') && !written.startsWith('//') ? written.slice(1) : written, base);
  if (url.origin === base.origin && !url.pathname.startsWith(base.pathname)) {
    throw failure('rejected', 'url_escapes_base', 'The address leaves the path of the connection.', { path: 'url' });
  }
  return url;
}

/** An address is written into logs all along its way: no secret of this environment may stand in one, whoever brought it. */
function refuseSecrets({ settings, reach: { mask } }: Sending): void {
  if (mask === undefined) return;
  const query = textRecord(settings, 'query').flat();
  const inAddress = [optionalText(settings, 'url') ?? '', ...query].some((written) => mask(written) !== written);
  if (!inAddress) return;
  const sentence = 'A secret of this environment stands in the address; nothing was sent.';
  throw failure('rejected', 'secret_in_address', sentence, { path: 'url' });
}

type Body = { text: string; type: string };

function requestBody(sending: Sending, method: Method, connection: Connection | null): Body | null {
  const body = wholeBody(sending, method);
  const fields = fieldsOf(connection);
  if (body === null || fields === null) return body;
  const { text, leftOut } = onlyFields(body.text, fields);
  if (leftOut > 0) sending.reach.leftOut?.(connection!.name, leftOut);
  return { ...body, text };
}

function wholeBody({ settings, message }: Sending, method: Method): Body | null {
  if (method === 'GET' || method === 'HEAD') return null;
  const own = settings['body'];
  if (own !== undefined) return bodyOf(JSON.stringify(own));
  return method === 'DELETE' ? null : bodyOf(message);
}

/** The headers setting, checked; a Content-Type in it replaces ours, a tracking header in it is ignored. */
function ownHeaders(settings: Record<string, unknown>, ours: Record<string, string>): Record<string, string> {
  const taken = new Set(Object.keys(ours).map((name) => name.toLowerCase()));
  const own: Record<string, string> = {};
  for (const [name, value] of textRecord(settings, 'headers')) {
    checkHeader(name, value);
    const lower = name.toLowerCase();
    if (lower === 'content-type') ours['Content-Type'] = value;
    else if (!taken.has(lower)) own[name] = value;
  }
  return own;
}
