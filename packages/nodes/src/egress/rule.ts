import type { EgressRule } from '@throughline/engine';
import ipaddr from 'ipaddr.js';
import { type Address, addressOf, remembered } from './address.ts';

interface Block {
  address: Address;
  bits: number;
}

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
const blockOf = remembered((text): Block | null => {
  if (ipaddr.isValidCIDR(text)) {
    const [address, bits] = ipaddr.parseCIDR(text);
    return { address, bits };
  }
  const address = addressOf(text);
  return address === null ? null : { address, bits: address.kind() === 'ipv4' ? 32 : 128 };
});

function inside(block: Block, text: string): boolean {
  const address = addressOf(text);
  return address !== null && address.kind() === block.address.kind() && address.match(block.address, block.bits);
}

function isSingle({ address, bits }: Block): boolean {
  return bits === (address.kind() === 'ipv4' ? 32 : 128);
}
