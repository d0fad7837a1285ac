import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Where clouds answer with credentials of the machine; two of them lie inside public or shared ranges. */
const METADATA = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
]);

const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3');
const REMEMBERED = 5_000;

/** Remembers what a pure function made of a text: addresses and rules are judged again for every request. */
export function remembered<V>(make: (text: string) => V): (text: string) => V {
  const known = new Map<string, V>();
  return (text) => {
    const hit = known.get(text);
    if (hit !== undefined || known.has(text)) return hit as V;
    if (known.size >= REMEMBERED) known.clear();
    const value = make(text);
    known.set(text, value);
    return value;
  };
}

/** An address as `net.isIP` accepts it; null for anything else. */
export const addressOf = remembered((text): Address | null => (ipaddr.isValid(text) ? ipaddr.parse(text) : null));

/**
 * The range an address belongs to: `public`, `metadata`, or a special range by the name the IANA registries give it. IPv6 is
 * public only inside 2000::/3, so that ranges nobody has named yet stay special.
 */
export const rangeOf = remembered((text): string => {
  const address = addressOf(text);
  if (address === null) return 'invalid';
  if (METADATA.has(address.toString())) return 'metadata';
  const range = address.range();
  if (range !== 'unicast') return range;
  if (address instanceof ipaddr.IPv6 && !address.match(GLOBAL_V6)) return 'reserved';
  return 'public';
});
