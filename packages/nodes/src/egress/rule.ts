import type { EgressRule } from '@throughline/engine';
import ipaddr from 'ipaddr.js';

type Block = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** What a rule by host name may open; every other special range needs a rule that spells the CIDR range out. */
const OPEN_BY_NAME = new Set(['public', 'private', 'uniqueLocal', 'loopback', 'carrierGradeNat']);

/** Whether an administrator opened this address and port, either by the name it was reached under or by range. */
export function covered(
  allow: readonly EgressRule[],
  target: { host: string; port: number },
  address: string,
  range: string,
): boolean {
  return allow.some((rule) => {
    if (rule.ports !== 'any' && !rule.ports.includes(target.port)) return false;
    const block = blockOf(rule.to);
    if (block === null) return rule.to.toLowerCase() === target.host && OPEN_BY_NAME.has(range);
    return inside(block, address) && (range !== 'metadata' || isSingle(block));
  });
}

/** An address alone counts as a range of one; null for a host name. */
function blockOf(text: string): Block | null {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!ipaddr.isValid(text)) return null;
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function inside(block: Block, address: string): boolean {
  const parsed = ipaddr.parse(address);
  return parsed.kind() === block[0].kind() && parsed.match(block);
}

function isSingle([address, bits]: Block): boolean {
  return bits === (address.kind() === 'ipv4' ? 32 : 128);
}
