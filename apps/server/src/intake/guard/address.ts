import { BlockList, isIP } from 'node:net';
import type { SavedProxy } from '@throughline/store';

/** Whether an address lies in one of some ranges. */
export type InRanges = (address: string) => boolean;

/** CIDR ranges and single addresses of both families, made ready once. What is no range holds nobody. */
export function rangesOf(ranges: readonly string[]): InRanges {
  // One list for each family: in a common one, ranges of IPv6 hold IPv4 too.
  const lists = { 4: new BlockList(), 6: new BlockList() };
  for (const range of ranges) {
    const [net = '', bits] = range.split('/');
    const family = isIP(net);
    if (family === 0) continue;
    const most = family === 4 ? 32 : 128;
    const prefix = bits === undefined ? most : Number(bits);
    if (Number.isInteger(prefix) && prefix >= 0 && prefix <= most) {
      lists[family as 4 | 6].addSubnet(net, prefix, `ipv${family as 4 | 6}`);
    }
  }
  return (address) => {
    const plain = plainAddress(address);
    const family = isIP(plain);
    return family !== 0 && lists[family as 4 | 6].check(plain, `ipv${family as 4 | 6}`);
  };
}

/** IPv4 as itself where a socket for both families shows it mapped (RFC 4291 section 2.5.5.2); without a zone. */
export function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? address.replace(/%.*$/, '');
}

/** A proxy that is believed, made ready once. */
export interface KnownProxy extends SavedProxy {
  holds: InRanges;
}

/**
 * Where a request comes from. X-Forwarded-For is read from its end for as long as a proxy that is believed vouches for it; what
 * stands before that, anybody can have written. Null when a proxy's word cannot be read.
 */
export function originOf(
  socketAddress: string,
  forwarded: string | undefined,
  proxies: readonly KnownProxy[],
): string | null {
  let at = plainAddress(socketAddress);
  const hops = forwarded === undefined ? [] : forwarded.split(',').map((hop) => hop.trim());
  while (hops.length > 0 && proxies.some((proxy) => proxy.forwards && proxy.holds(at))) {
    const hop = plainAddress(bare(hops.pop()!));
    if (isIP(hop) === 0) return null;
    at = hop;
  }
  return at;
}

/** Without the port and brackets that some proxies write. */
function bare(hop: string): string {
  const [, inside] = /^\[([^\]]+)\](?::\d+)?$/.exec(hop) ?? [];
  if (inside !== undefined) return inside;
  return /^\d+\.\d+\.\d+\.\d+:\d+$/.test(hop) ? hop.slice(0, hop.lastIndexOf(':')) : hop;
}
