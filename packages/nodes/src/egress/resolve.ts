import { lookup } from 'node:dns/promises';

/** All addresses of a host name, A and AAAA together. */
export type Resolve = (host: string) => Promise<string[]>;

/** The operating system's answer, hosts file included, in the order it prefers. */
export const systemResolve: Resolve = async (host) => {
  const found = await lookup(host, { all: true, order: 'verbatim' });
  return found.map((entry) => entry.address);
};

const KEEP_MS = 30_000;
const KEEP_HOSTS = 2_000;

/** Remembers answers for 30 s, asks once for callers that come together, forgets failures at once. */
export function remember(resolve: Resolve): Resolve {
  const known = new Map<string, { until: number; addresses: Promise<string[]> }>();
  return (host) => {
    const now = performance.now();
    const hit = known.get(host);
    if (hit !== undefined && hit.until > now) return hit.addresses;
    if (known.size >= KEEP_HOSTS) known.clear();
    const entry = { until: now + KEEP_MS, addresses: resolve(host) };
    known.set(host, entry);
    entry.addresses.catch(() => {
      if (known.get(host) === entry) known.delete(host);
    });
    return entry.addresses;
  };
}
