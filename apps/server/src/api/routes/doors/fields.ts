import { tokenAlgorithms } from '@throughline/store';
import { z } from 'zod';

const line = (most: number) => z.string().trim().max(most);

/** Headers that mean something else already. */
const TAKEN = /^(authorization|cookie|host|connection|content-.*|transfer-encoding|forwarded|x-forwarded-.*)$/i;

export const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,100}$/, 'a header name, such as X-API-Key')
  .refine((name) => !TAKEN.test(name), 'another header: this one has a meaning of its own');

/** A range of addresses, or one address. */
export const range = z
  .string()
  .max(60)
  .refine(
    (text) => [z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()].some((kind) => kind.safeParse(text).success),
    'an address or a range, such as 10.1.0.0/16 or 2001:db8::/32',
  );

const calls = z.int().min(1).max(2_000_000_000);
export const rate = z.strictObject({ calls, seconds: z.int().min(1).max(86_400) }).nullable();
export const quota = z.strictObject({ calls, per: z.enum(['day', 'month']) }).nullable();

const address = z.url({ protocol: /^https?$/ }).max(500);
const day = z.iso.datetime({ offset: true });

const ways = z.strictObject({
  apiKey: z.strictObject({ header: headerName }).nullable(),
  signature: z
    .strictObject({
      header: headerName,
      encoding: z.enum(['hex', 'base64']),
      prefix: z.string().max(20),
      windowS: z.int().min(10).max(900),
    })
    .nullable(),
  token: z
    .strictObject({
      issuer: z.string().min(1).max(500),
      audience: z.string().min(1).max(500),
      jwksUrl: address,
      algorithms: z.array(z.enum(tokenAlgorithms)).min(1),
      claim: z.string().regex(/^[\w:/.-]{1,200}$/, 'the name of a claim, such as client_id'),
      scope: z
        .string()
        .regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/, 'one scope, without blanks')
        .nullable(),
    })
    .nullable(),
  certificate: z.strictObject({ proxy: z.string().max(31) }).nullable(),
});

export const doorSettings = z
  .strictObject({
    owner: line(120),
    domain: line(60),
    version: line(20),
    summary: line(1000),
    deprecatedAt: day.nullable(),
    sunsetAt: day.nullable(),
    successor: address.nullable(),
    ways,
    ranges: z.array(range).max(200),
    rate,
    quota,
  })
  .refine(({ deprecatedAt, sunsetAt }) => sunsetAt === null || deprecatedAt === null || sunsetAt >= deprecatedAt, {
    path: ['sunsetAt'],
    message: 'not before the day it is deprecated',
  });

export const proxy = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'a name such as edge'),
  ranges: z.array(range).min(1).max(50),
  forwards: z.boolean(),
  certificate: z
    .strictObject({
      header: headerName,
      form: z.enum(['subject', 'certificate']),
      verified: z.strictObject({ header: headerName, word: z.string().min(1).max(100) }).nullable(),
    })
    .nullable(),
});

export const use = z.object({ accepted: z.number(), refused: z.number(), limited: z.number(), bytes: z.number() });
