import { listAudit as list } from '@throughline/store';
import { z } from 'zod';
import { instant, instantText, limit } from '../../fields.ts';
import { route } from '../../route.ts';

const text = z.string().min(1).max(200);
const hash = z
  .instanceof(Buffer)
  .transform((bytes) => bytes.toString('hex'))
  .pipe(z.string());

export const filter = z.strictObject({
  actor: text.optional(),
  act: text.optional(),
  object: text.optional(),
  text: text.optional(),
  since: instantText.optional(),
  until: instantText.optional(),
});

export const listAudit = route(
  {
    method: 'get',
    path: '/audit',
    summary: 'Entries of the audit, newest first; `next` asks for the page behind as `before`',
    permission: 'audit.see',
    where: 'platform',
    query: filter.extend({
      before: z.coerce.number<string>().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
      limit,
    }),
    answer: z.object({
      entries: z.array(
        z.object({
          sequence: z.int(),
          at: instant,
          actor: z.string(),
          actorName: z.string(),
          act: z.string(),
          object: z.string(),
          summary: z.string(),
          before: hash.nullable(),
          after: hash.nullable(),
          reason: z.string().nullable(),
          address: z.string().nullable(),
          hash,
        }),
      ),
      next: z.int().nullable(),
    }),
  },
  async ({ store, query }) => {
    const entries = await list(store, query);
    return { entries, next: entries.length < query.limit ? null : entries.at(-1)!.sequence };
  },
);
