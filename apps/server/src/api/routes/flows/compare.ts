import {
  diff,
  fixtureSchema,
  flowSchema,
  frameSchema,
  isUnchanged,
  nodeSchema,
  noteSchema,
  wireSchema,
} from '@throughline/flow';
import { can, type Point, readPoint } from '@throughline/store';
import { z } from 'zod';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofFlow } from './scope.ts';

const point = z
  .string()
  .regex(/^(?:draft|version:[1-9]\d{0,8}|live:[a-z0-9][a-z0-9-]{0,30})$/, 'draft, version:3 or live:prod')
  .transform((text): Point => {
    const [kind, name = ''] = text.split(':');
    if (kind === 'draft') return { draft: true };
    return kind === 'version' ? { version: Number(name) } : { live: name };
  });

const field = z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() });
const changes = <T extends z.ZodType>(one: T) =>
  z.object({
    added: z.array(one),
    removed: z.array(one),
    changed: z.array(z.object({ before: one, after: one, fields: z.array(field) })),
  });
const side = z.object({ document: flowSchema, revision: z.int().nullable(), version: z.int().nullable() });

export const compareVersions = route(
  {
    method: 'get',
    path: '/flows/:flow/diff',
    summary:
      'What differs between two documents of a flow, each `draft`, `version:3` or `live:prod`: behaviour first, the drawing apart',
    permission: 'flow.see',
    where: ofFlow,
    query: z.strictObject({ before: point, after: point }),
    answer: z.object({
      before: side,
      after: side,
      same: z.boolean(),
      diff: z.object({
        behaviour: z.boolean(),
        flow: z.array(field),
        nodes: changes(nodeSchema),
        wires: z.object({
          added: z.array(wireSchema),
          removed: z.array(wireSchema),
          rewired: z.array(z.object({ before: wireSchema, after: wireSchema })),
        }),
        fixtures: changes(fixtureSchema),
        drawing: z.object({
          moved: z.array(z.string()),
          frames: changes(frameSchema),
          notes: changes(noteSchema),
        }),
      }),
    }),
  },
  async ({ store, publishing, principal, params, query }) => {
    for (const { live } of [query.before, query.after].filter((one) => 'live' in one)) {
      if (!can(principal, 'flow.see', { environment: live, folder: null })) throw missing();
    }
    const [before, after] = await Promise.all(
      [query.before, query.after].map((one) => readPoint(store, params.flow, one, publishing.catalogue)),
    );
    if (!before || !after) throw missing();
    const found = diff(before.document, after.document);
    return { before, after, same: isUnchanged(found), diff: found };
  },
);
