import { verifyAudit as verify } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';

export const verifyAudit = route(
  {
    method: 'get',
    path: '/audit/verify',
    summary: 'Walk the whole audit chain and name the first entry that does not fit',
    permission: 'audit.see',
    where: 'platform',
    answer: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), entries: z.int(), head: z.string() }),
      z.object({
        ok: z.literal(false),
        entries: z.int(),
        sequence: z.int(),
        code: z.string(),
        sentence: z.string(),
      }),
    ]),
  },
  ({ store }) => verify(store),
);
