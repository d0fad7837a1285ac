import { X509Certificate } from 'node:crypto';
import { type KeyWanted, makeKey, revokeKey, rotateKey } from '@throughline/store';
import { z } from 'zod';
import { nothing } from '../../fields.ts';
import { missing, Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { newKey } from './fields.ts';
import { ofClient } from './scope.ts';

const DAY_MS = 86_400_000;
const days = z.int().min(1).max(1825).nullable().default(null);

export const makeClientKey = route(
  {
    method: 'post',
    path: '/clients/:id/keys',
    summary:
      'Make a key for a client, or say by which token or certificate it is known; the answer is the only place that shows it',
    permission: 'door.manage',
    where: ofClient,
    body: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.enum(['api-key', 'signature', 'catalogue']), days }),
      z.strictObject({ kind: z.literal('token'), match: z.string().trim().min(1).max(500), days }),
      /** The subject as the proxy writes it, the SHA-256 fingerprint, or the certificate itself as PEM. */
      z.strictObject({ kind: z.literal('certificate'), match: z.string().trim().min(1).max(20_000), days }),
    ]),
    answer: newKey,
    status: 201,
  },
  ({ store, principal, params, body }) => {
    const expiresAt = body.days === null ? null : new Date(Date.now() + body.days * DAY_MS);
    return makeKey(store, principal, params.id, wantedOf(body, expiresAt));
  },
);

export const rotateClientKey = route(
  {
    method: 'post',
    path: '/clients/:id/keys/:key/rotation',
    summary:
      'Make a new key in place of one, which stays good for some hours; the answer is the only place that shows it',
    permission: 'door.manage',
    where: ofClient,
    body: z.strictObject({ overlapHours: z.int().min(0).max(720).default(24) }),
    answer: newKey,
    status: 201,
  },
  ({ store, principal, params: { id, key }, body: { overlapHours } }) => {
    return rotateKey(store, principal, { client: id, key: uuidOf(key), overlapHours });
  },
);

export const revokeClientKey = route(
  {
    method: 'delete',
    path: '/clients/:id/keys/:key',
    summary: 'Revoke a key at once',
    permission: 'door.manage',
    where: ofClient,
    answer: nothing,
  },
  ({ store, principal, params: { id, key } }) => revokeKey(store, principal, id, uuidOf(key)),
);

function uuidOf(text: string): string {
  if (z.uuid().safeParse(text).success) return text;
  throw missing();
}

function wantedOf(
  body: { kind: 'api-key' | 'signature' | 'catalogue' } | { kind: 'token' | 'certificate'; match: string },
  expiresAt: Date | null,
): KeyWanted {
  if (!('match' in body)) return { kind: body.kind, expiresAt };
  const match = body.kind === 'certificate' ? certificateMatch(body.match) : body.match;
  return { kind: body.kind, match, expiresAt };
}

/** A certificate, and a fingerprint however it is written, become lower-case hex; a subject stays as it is. */
function certificateMatch(text: string): string {
  if (/^(?:[0-9a-f]{2}:?){32}$/i.test(text)) return text.replaceAll(':', '').toLowerCase();
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    if (text.length <= 500) return text;
    throw new Refusal(
      400,
      'body_invalid',
      'A certificate begins with -----BEGIN CERTIFICATE-----; a subject has 500 characters at most.',
    );
  }
  try {
    return new X509Certificate(text).fingerprint256.replaceAll(':', '').toLowerCase();
  } catch {
    throw new Refusal(400, 'body_invalid', 'This certificate cannot be read.');
  }
}
