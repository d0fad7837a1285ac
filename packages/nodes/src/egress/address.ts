import ipaddr from 'ipaddr.js';

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

/**
 * The range an address (as `net.isIP` accepts it) belongs to: `public`, `metadata`, or a special range by the name the IANA
 * registries give it. IPv6 is public only inside 2000::/3, so that ranges nobody has named yet stay special.
 */
export function rangeOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'invalid';
  const parsed = ipaddr.parse(address);
  if (METADATA.has(parsed.toString())) return 'metadata';
  const range = parsed.range();
  if (range !== 'unicast') return range;
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_V6)) return 'reserved';
  return 'public';
}
