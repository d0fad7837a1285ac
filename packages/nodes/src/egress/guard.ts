import { isIP, type LookupFunction, type Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { EgressRule } from '@throughline/engine';
import { failure } from '../failure.ts';
import { rangeOf } from './address.ts';
import { connectPinned, pinned } from './connect.ts';
import { type Resolve, remember } from './resolve.ts';
import { covered } from './rule.ts';
import { blocked, isUsualPort, type Target } from './target.ts';

/** Options of Node's `connect` that lead to judged addresses only, whatever DNS says meanwhile. */
export interface Pin {
  host: string;
  port: number;
  lookup: LookupFunction;
  autoSelectFamily: boolean;
}

/** Trust and client identity of a TLS connection; null for plain TCP. */
export type Tls = Pick<ConnectionOptions, 'ca' | 'cert' | 'key'> & {
  /** What a protocol says in clear before TLS begins; throws where the other side does not want it. */
  ask?: (socket: Socket) => Promise<void>;
};

/**
 * The one way out of the house. A target is resolved, every address it has is judged, and a socket is opened to the judged
 * addresses only: what DNS says a moment later does not matter.
 */
export interface Guard {
  /** Throws `egress_blocked` or `dns_failed`; returns the judged addresses. No packet but DNS leaves the machine. */
  check(target: Target, allow: readonly EgressRule[]): Promise<readonly string[]>;
  /** Checks, then connects (and for TLS verifies) within 5 s. Throws class `unavailable` when that fails. */
  open(target: Target, allow: readonly EgressRule[], tls: Tls | null): Promise<Socket>;
  /** As `check`, for a library that insists on opening its sockets itself. */
  pin(target: Target, allow: readonly EgressRule[]): Promise<Pin>;
}

const DNS_LIMIT_MS = 5_000;

export function createGuard(resolve: Resolve): Guard {
  const addressesOf = remember((host) => withLimit(resolve(host)));

  async function check(target: Target, allow: readonly EgressRule[]): Promise<readonly string[]> {
    const addresses = isIP(target.host) === 0 ? await lookUp(target.host) : [target.host];
    for (const address of addresses) judge(target, address, allow);
    return addresses;
  }

  async function lookUp(host: string): Promise<string[]> {
    const addresses = await addressesOf(host).catch(() => []);
    if (addresses.length > 0) return addresses;
    throw failure('unavailable', 'dns_failed', 'The host name of the address could not be resolved.');
  }

  return {
    check,
    open: async (target, allow, tls) => connectPinned(target, await check(target, allow), tls),
    pin: async (target, allow) => pinned(target, await check(target, allow)),
  };
}

function judge(target: Target, address: string, allow: readonly EgressRule[]): void {
  const range = rangeOf(address);
  if (range === 'public' && isUsualPort(target)) return;
  if (covered(allow, target, address, range)) return;
  if (range === 'public') throw blocked(`port ${target.port} is not open for ${target.scheme.slice(0, -1)}`);
  throw blocked(`it leads to the ${range} range, which no egress rule of this environment covers`);
}

async function withLimit(answer: Promise<string[]>): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('DNS took too long')), DNS_LIMIT_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
