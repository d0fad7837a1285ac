import { z } from 'zod';
import type { ConnectionField, ConnectionSecret } from './definition.ts';

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

export const port = (usual: number) => z.int().min(1).max(65_535).default(usual);

/** Who is trusted, and who we are, where TLS is spoken; asked for only `when` it is. */
export const tlsSettings = { ca: pem.optional(), clientCertificate: pem.optional() };

export function tlsFields(when?: ConnectionField['when']): ConnectionField[] {
  const pemField = { more: true, widget: 'pem' as const, ...(when === undefined ? {} : { when }) };
  return [
    {
      ...pemField,
      name: 'ca',
      title: 'Authorities to trust',
      description: 'PEM. With these, no others are trusted.',
    },
    {
      ...pemField,
      name: 'clientCertificate',
      title: 'Client certificate',
      description: 'PEM; for mutual TLS. Its key is asked for next.',
    },
  ];
}

export function tlsSecrets({ clientCertificate }: { clientCertificate?: string | undefined }): ConnectionSecret[] {
  if (!clientCertificate) return [];
  const title = 'Key of the client certificate';
  return [{ name: 'clientKey', title, required: true, lines: true, beside: 'clientCertificate' }];
}
