import { isAuditGuarded, verifyAudit as verify } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';

export const verifyAudit = route(
  {
    method: 'get',
    path: '/audit/verify',
    summary:
      'Walk the whole audit chain, hold it against the head kept outside, and name the first entry that does not fit',
    permission: 'audit.see',
    where: 'platform',
    answer: z.discriminatedUnion('ok', [
      z.object({
        ok: z.literal(true),
        entries: z.int(),
        head: z.string(),
        anchored: z.int().nullable(),
        /** PostgreSQL keeps this server's role from changing entries. */
        guarded: z.boolean(),
      }),
      z.object({
        ok: z.literal(false),
        entries: z.int(),
        sequence: z.int(),
        code: z.string(),
        sentence: z.string(),
      }),
    ]),
  },
  async ({ store, anchor }) => {
    const kept = await anchor().catch(() => 'altered' as const);
    if (kept === 'altered') {
      const sentence = 'The head that is kept outside the database was altered, or signed by another key.';
      return { ok: false as const, entries: 0, sequence: 0, code: 'anchor_altered', sentence };
    }
    const verdict = await verify(store, kept ?? undefined);
    if (!verdict.ok) return verdict;
    return { ...verdict, anchored: kept?.sequence ?? null, guarded: await isAuditGuarded(store) };
  },
);
