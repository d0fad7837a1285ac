import { findRelease, readContent } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { missing } from '../../refusal.ts';
import { checkRelease } from '../../release/check.ts';
import { compareRelease } from '../../release/compare.ts';
import { route } from '../../route.ts';
import { inWhole } from '../environments/scope.ts';
import { check } from './fields.ts';

/** Against the release that is live there. */
const named = z.object({ added: z.array(z.string()), removed: z.array(z.string()), changed: z.array(z.string()) });

export const previewRelease = route(
  {
    method: 'get',
    path: '/releases/:release/preview',
    summary: 'What a release would change in an environment, and what stands in its way there; changes nothing',
    permission: 'flow.see',
    where: inWhole,
    query: z.strictObject({ environment: environmentName }),
    answer: z.object({
      checks: z.array(check),
      flows: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          before: z.int().nullable(),
          after: z.int(),
          change: z.enum(['added', 'same', 'drawing', 'called', 'behaviour']),
          diff: z.looseObject({}).nullable(),
        }),
      ),
      tables: z.array(
        z.object({
          name: z.string(),
          before: z.string().nullable(),
          after: z.string().nullable(),
          change: z.enum(['added', 'same', 'rows', 'kept']),
          rows: z.object({ create: z.int(), update: z.int(), remove: z.int() }).nullable(),
        }),
      ),
      contracts: named.nullable(),
      policies: named.nullable(),
    }),
  },
  async ({ store, publishing, play, params, query }) => {
    const id = await findRelease(store, params.release);
    if (id === null) throw missing();
    const content = await readContent(store, id);
    const checks = await checkRelease(content, query.environment, { store, publishing, play });
    const { flows, ...others } = await compareRelease(store, content, query.environment);
    return {
      checks,
      flows: flows.map((flow) => ({ ...flow, diff: flow.diff === null ? null : { ...flow.diff } })),
      ...others,
    };
  },
);
