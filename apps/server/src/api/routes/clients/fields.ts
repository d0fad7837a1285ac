import { z } from 'zod';
import { instant } from '../../fields.ts';
import { quota, rate } from '../doors/fields.ts';

export const access = z.strictObject({
  flow: z.string().max(64),
  node: z.string().max(200),
  /** Null: as the door says. */
  rate: rate.default(null),
  quota: quota.default(null),
});

export const clientFields = {
  name: z.string().trim().min(1).max(120),
  contact: z.string().trim().max(200),
  note: z.string().trim().max(1000),
  doors: z.array(access).max(200),
};

export const keyKind = z.enum(['api-key', 'signature', 'token', 'certificate', 'catalogue']);

export const shownKey = z.object({
  id: z.string(),
  kind: keyKind,
  hint: z.string(),
  madeAt: instant,
  madeBy: z.string(),
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
});

/** The only answer that shows it. */
export const newKey = z.object({ id: z.string(), kind: keyKind, hint: z.string(), secret: z.string().nullable() });
