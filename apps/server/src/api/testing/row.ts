import type { Permission } from '@throughline/store';

export const everybody = 'viewer analyst operator steward admin auditor';

export interface Row {
  /** Roles that may; `anonymous` too where it says so. */
  may: string;
  /** What those who may are answered. */
  status: number;
  /** The right that a token needs; null: no token may, ever. */
  right?: Permission | null;
  /** With the right, but limited to prod: 404 and 403 as everywhere, or what those who may are answered. */
  elsewhere: number;
  path?: string;
  body?: unknown;
}

export const nowhere = '00000000-0000-7000-8000-000000000000';
