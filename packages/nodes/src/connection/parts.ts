import { z } from 'zod';

/** An address without credentials in it: those are secrets. */
export const address = z
  .string()
  .max(1000)
  .refine(isAddress, 'an address that begins with http:// or https://, without a user or password in it');

function isAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

export const hostName = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$|^\[[0-9a-fA-F:.]+\]$/, 'a host name or address');

export const pem = z
  .string()
  .max(100_000)
  .refine((text) => text.includes('-----BEGIN CERTIFICATE-----'), 'PEM text, from BEGIN CERTIFICATE to END CERTIFICATE')
  .refine((text) => !text.includes('PRIVATE KEY'), 'without a private key: that is a secret');

/** Host with port, the usual one left out, as `URL.host` has it. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '';
}

export const atPort = (host: string, port: number): string => `${host}:${port}`;
