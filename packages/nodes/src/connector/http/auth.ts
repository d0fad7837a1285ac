import type { Connection, EgressRule } from '@throughline/engine';
import type { Tls } from '../../egress/guard.ts';
import { parseUrl } from '../../egress/target.ts';
import { failure } from '../../failure.ts';
import { choice, optionalText, text } from '../../settings.ts';
import { checkBoundTo, mismatch } from '../bound.ts';
import { checkHeader } from './headers.ts';
import type { Tokens } from './oauth.ts';

const KINDS = ['none', 'basic', 'bearer', 'apiKey', 'oauth2'] as const;

/** The header that proves who we are. Throws `connection_host_mismatch` rather than show a secret to another host. */
export async function credentials(
  connection: Connection,
  url: URL,
  tokens: Tokens,
  allow: readonly EgressRule[],
): Promise<Record<string, string>> {
  const kind = choice(connection.settings, 'auth', KINDS);
  if (kind === 'none') return {};
  checkBound(connection, url);
  if (kind === 'oauth2') return { Authorization: `Bearer ${await tokens.get(connection, allow)}` };
  if (kind === 'apiKey') return apiKey(connection);
  const value =
    kind === 'basic'
      ? basic(text(connection.settings, 'username'), secretOf(connection, 'password'))
      : `Bearer ${secretOf(connection, 'token')}`;
  checkSecret(connection, 'Authorization', value);
  return { Authorization: value };
}

/** RFC 7617 section 2. */
export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}

export function secretOf(connection: Connection, name: string): string {
  const secret = connection.secrets[name];
  if (secret !== undefined && secret !== '') return secret;
  throw failure('rejected', 'secret_missing', `The connection ${connection.name} has no secret ${name}.`);
}

/** Private authorities and client certificates of a connection, as PEM. */
export function tlsOf(connection: Connection | null): Tls {
  if (connection === null) return {};
  const ca = optionalText(connection.settings, 'ca');
  const cert = optionalText(connection.settings, 'clientCertificate');
  return {
    ...(ca === null ? {} : { ca }),
    ...(cert === null ? {} : { cert, key: secretOf(connection, 'clientKey') }),
  };
}

function apiKey(connection: Connection): Record<string, string> {
  const name = optionalText(connection.settings, 'header') ?? 'X-API-Key';
  const value = secretOf(connection, 'apiKey');
  checkSecret(connection, name, value);
  return { [name]: value };
}

function checkSecret(connection: Connection, header: string, value: string): void {
  try {
    checkHeader(header, value);
  } catch {
    throw failure('rejected', 'secret_invalid', `A secret of the connection ${connection.name} does not fit a header.`);
  }
}

/**
 * Secrets belong to the hosts they were entered for, and of these to the origin of baseUrl and to the hosts the connection lists; to
 * nobody when it names neither.
 */
function checkBound(connection: Connection, url: URL): void {
  checkBoundTo(connection, url.host);
  const base = optionalText(connection.settings, 'baseUrl');
  const hosts = connection.settings['hosts'];
  if (base !== null && parseUrl(base).origin === url.origin) return;
  if (Array.isArray(hosts) && url.protocol === 'https:' && hosts.includes(url.host)) return;
  throw mismatch(connection);
}
