import { can, type ReleaseContent, importRelease as take } from '@throughline/store';
import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';

const document = z.looseObject({ id: z.string().max(64), name: z.string() });

const content = z.looseObject({
  schema: z.int(),
  flows: z
    .array(z.looseObject({ id: z.string().max(64), document }))
    .min(1)
    .max(500),
  called: z.array(z.strictObject({ id: z.string().max(64), document })).max(500),
  contracts: z.array(z.strictObject({ id: z.string().max(140), schema: z.unknown() })).max(500),
  tables: z.array(z.looseObject({ name: z.string().max(64), version: z.string().max(160).nullable() })).max(500),
  policies: z.array(z.string().max(80)).max(200),
  connections: z.array(z.string().max(80)).max(500),
  secrets: z.array(z.string().max(80)).max(500),
});

export const importRelease = route(
  {
    method: 'post',
    path: '/releases/import',
    summary: 'Take a release from a file: its flows are checked and published where they are not yet; nothing runs it',
    permission: 'release.make',
    where: async () => ({ environment: null }),
    bytes: 32 * 1024 * 1024,
    body: z.strictObject({
      id: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hex'),
      title: z.string().trim().min(1).max(120),
      note: z.string().max(4000).default(''),
      content,
    }),
    answer: z.object({ id: z.string(), number: z.int(), made: z.boolean() }),
    status: 201,
  },
  ({ store, principal, publishing, body }) => {
    if (!can(principal, 'flow.publish', { environment: null })) {
      throw new Refusal(403, 'forbidden', 'Taking a release publishes its flows, which your role does not allow.');
    }
    return take(store, principal, { ...body, content: body.content as unknown as ReleaseContent }, publishing);
  },
);
