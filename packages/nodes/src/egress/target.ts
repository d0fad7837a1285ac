import type { StepFailure } from '@throughline/engine';
import { failure } from '../failure.ts';

/** A place outside, spelled in one way only: lower-case host, no trailing dot, no brackets, literal addresses normalised. */
export interface Target {
  scheme: Scheme;
  host: string;
  port: number;
}

/** Ports that are open to public addresses without a rule. */
const PORTS = {
  'http:': [80, 8080],
  'https:': [443, 8443],
  'mllp:': [2575],
  'mllps:': [2575],
  'sftp:': [22],
  'postgresql:': [5432],
  'amqp:': [5672],
  'amqps:': [5671],
} as const;

export type Scheme = keyof typeof PORTS;

/** The one refusal of the guard: nothing has been sent when it is thrown. */
export function blocked(why: string): StepFailure {
  return failure('rejected', 'egress_blocked', `The address is not allowed: ${why}.`);
}

export function isUsualPort(target: Target): boolean {
  return (PORTS[target.scheme] as readonly number[]).includes(target.port);
}

/** Control characters and blanks, which the URL parser would silently remove. */
const HIDDEN = /[\p{Cc}\s]/u;

/**
 * Reads an http(s) URL, absolute or relative to `base`. Throws `egress_blocked` for any other scheme, credentials inside the
 * URL, and characters that parsers disagree about.
 */
export function parseUrl(text: string, base?: URL): URL {
  if (HIDDEN.test(text)) throw blocked('it contains blanks or control characters');
  const url = URL.parse(text, base?.href);
  if (url === null) throw blocked('it is not a URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw blocked('only http and https are allowed');
  if (url.username !== '' || url.password !== '') throw blocked('it carries credentials; use a connection');
  if (url.hash !== '' || text.endsWith('#')) url.hash = '';
  return url;
}

export function targetOf(url: URL): Target {
  const scheme = url.protocol as 'http:' | 'https:';
  const port = url.port === '' ? (scheme === 'https:' ? 443 : 80) : Number(url.port);
  return { scheme, host: plainHost(url.hostname), port };
}

/** A target given as host and port, as sockets are. Throws `egress_blocked` when host is anything but a host. */
export function socketTarget(scheme: Scheme, host: string, port: number): Target {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw blocked('the port is not a number from 1 to 65535');
  const written = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  if (HIDDEN.test(written) || /[/\\?#@]/u.test(written)) throw blocked('the host is not a host name or address');
  const url = URL.parse(`http://${written}/`);
  if (url === null || url.port !== '' || url.pathname !== '/') throw blocked('the host is not a host name or address');
  return { scheme, host: plainHost(url.hostname), port };
}

function plainHost(hostname: string): string {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname.replace(/\.+$/u, '');
  if (bare === '') throw blocked('the host is empty');
  return bare;
}
