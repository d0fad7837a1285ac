import { createHash, randomBytes } from 'node:crypto';
import { apiToken } from '../../schema/identity.ts';

/** An API token as its owner sees it after it was made. */
export interface ApiToken {
  id: string;
  name: string;
  /** Its first characters, to tell one from another. */
  hint: string;
  permissions: string[];
  /** Null: every environment its owner may reach. */
  environments: string[] | null;
  /** Null: every folder its owner may reach. */
  folders: string[] | null;
  createdAt: Date;
  expiresAt: Date;
  /** To the quarter of an hour. */
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

export const tokenColumns = {
  id: apiToken.id,
  name: apiToken.name,
  hint: apiToken.hint,
  permissions: apiToken.permissions,
  environments: apiToken.environments,
  folders: apiToken.folders,
  createdAt: apiToken.createdAt,
  expiresAt: apiToken.expiresAt,
  lastUsedAt: apiToken.lastUsedAt,
  revokedAt: apiToken.revokedAt,
};

const SHAPE = /^tl_[A-Za-z0-9_-]{43}$/;

/** 256 random bits; one hash is enough to keep it, because nobody guesses those. */
export function newToken(): string {
  return `tl_${randomBytes(32).toString('base64url')}`;
}

export function isTokenShaped(text: string): boolean {
  return SHAPE.test(text);
}

export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
