import { listRuns as list } from '@throughline/store';
import { z } from 'zod';
import { limit } from '../../fields.ts';
import { folderLimit } from '../../folders.ts';
import { route } from '../../route.ts';
import { inEnvironment } from '../environments/scope.ts';
import { runFilter, runSummary } from './filter.ts';

export const listRuns = route(
  {
    method: 'get',
    path: '/runs',
    summary:
      'Runs, newest first, narrowed by filters and a search text; `next` asks for the page behind as `before`, `after` for what is newer than a run',
    permission: 'run.see',
    where: inEnvironment,
    query: z.strictObject({ ...runFilter, before: z.uuid().optional(), after: z.uuid().optional(), limit }),
    answer: z.object({ runs: z.array(runSummary), next: z.string().nullable() }),
  },
  async ({ store, principal, query }) => {
    const runs = await list(store, { ...query, ...folderLimit(principal, 'run.see', query.environment) });
    return { runs, next: runs.length < query.limit ? null : runs.at(-1)!.id };
  },
);
