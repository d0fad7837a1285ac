import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { StepFailure } from '@throughline/engine';
import { failure } from '../failure.ts';
import type { Pin, Tls } from './guard.ts';
import type { Target } from './target.ts';

export const CONNECT_LIMIT_MS = 5_000;

/**
 * Opens a socket to one of `addresses` (all judged before), within 5 s, TLS handshake included. The name is kept for SNI and
 * certificate check. TLS sessions are never resumed: a resumed session would hide a certificate that expired meanwhile.
 */
export function connectPinned(target: Target, addresses: readonly string[], tls: Tls | null): Promise<Socket> {
  const options = { ...pinned(target, addresses), noDelay: true, keepAlive: true };
  const socket =
    tls === null
      ? connectTcp(options)
      : connectTls({ ...options, ...verified(target, tls), ALPNProtocols: alpnOf(target) });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy();
      reject(connectFailure(target, { code: 'ETIMEDOUT' }));
    }, CONNECT_LIMIT_MS);
    // Stays on for good: an error between here and the new owner's first listener must not end the process.
    socket.on('error', (error) => {
      clearTimeout(timer);
      reject(connectFailure(target, error));
    });
    socket.once(tls === null ? 'connect' : 'secureConnect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
  });
}

/** What Node's `connect` needs to reach the judged addresses only. */
export function pinned({ host, port }: Target, addresses: readonly string[]): Pin {
  return { host, port, lookup: answering(addresses), autoSelectFamily: addresses.length > 1 };
}

/** What Node's TLS needs to know who must be there. */
export function verified({ host }: Target, tls: Tls): Tls & { servername?: string; minVersion: 'TLSv1.2' } {
  return { ...tls, ...(isIP(host) === 0 ? { servername: host } : {}), minVersion: 'TLSv1.2' };
}

function answering(addresses: readonly string[]): LookupFunction {
  const entries = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    const first = entries[0]!;
    if (options.all) callback(null, entries);
    else callback(null, first.address, first.family);
  };
}

function alpnOf(target: Target): string[] | undefined {
  return target.scheme === 'https:' ? ['http/1.1'] : undefined;
}

/** Nothing was sent yet: always `unavailable`, with a code for each way a connection can fail. */
export function connectFailure(target: Target, error: unknown): StepFailure {
  const place = `${target.host}:${target.port}`;
  const code = systemCode(error);
  if (code === 'ECONNREFUSED') return failure('unavailable', 'connect_refused', `${place} refused the connection.`);
  if (code === 'ETIMEDOUT') {
    return failure('unavailable', 'connect_timeout', `${place} did not accept a connection within 5 s.`);
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return failure('unavailable', 'tls_expired', `The TLS certificate of ${place} has expired.`);
  }
  if (isTlsCode(code)) {
    return failure('unavailable', 'tls_failed', `No trusted TLS connection to ${place} (${code}).`);
  }
  return failure('unavailable', 'connect_failed', `No connection to ${place} (${code}).`);
}

/** Happy eyeballs reports one error per address it tried; the first one speaks for all. */
function systemCode(error: unknown): string {
  const one = error instanceof AggregateError ? error.errors[0] : error;
  const code = (one as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : 'unknown';
}

function isTlsCode(code: string): boolean {
  return /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_|EPROTO|CRL_|INVALID_)/u.test(code);
}
