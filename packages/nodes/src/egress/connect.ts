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
export async function connectPinned(target: Target, addresses: readonly string[], tls: Tls | null): Promise<Socket> {
  const options = { ...pinned(target, addresses), noDelay: true, keepAlive: true };
  if (tls === null) return opened(target, connectTcp(options), 'connect');
  const { ask, ...identity } = tls;
  const secured = { ...verified(target, identity), ALPNProtocols: alpnOf(target) };
  if (ask === undefined) return opened(target, connectTls({ ...options, ...secured }), 'secureConnect');
  const socket = await opened(target, connectTcp(options), 'connect');
  try {
    await withinLimit(target, ask(socket));
    return await opened(target, connectTls({ socket, ...secured }), 'secureConnect');
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function opened(target: Target, socket: Socket, event: 'connect' | 'secureConnect'): Promise<Socket> {
  const connecting = new Promise<Socket>((resolve, reject) => {
    // Stays on for good: an error between here and the new owner's first listener must not end the process.
    socket.on('error', (error) => reject(connectFailure(target, error)));
    socket.once(event, () => resolve(socket));
  });
  return withinLimit(target, connecting).catch((error: unknown) => {
    socket.destroy();
    throw error;
  });
}

async function withinLimit<T>(target: Target, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(connectFailure(target, { code: 'ETIMEDOUT' })), CONNECT_LIMIT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
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
