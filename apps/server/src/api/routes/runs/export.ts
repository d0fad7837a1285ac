import { buildCsv } from '@throughline/formats';
import { listRuns, type RunQuery, type RunSummary, type Store } from '@throughline/store';
import { z } from 'zod';
import { streamed } from '../../fields.ts';
import { folderLimit } from '../../folders.ts';
import { route } from '../../route.ts';
import { streamOf } from '../../stream.ts';
import { inEnvironment } from '../environments/scope.ts';
import { runFilter } from './filter.ts';

const PAGE = 500;
/** More than this is a matter for the API, page by page. */
const MOST = 200_000;

const columns = [
  'run',
  'message',
  'flow',
  'version',
  'state',
  'replay',
  'began',
  'ended',
  'took ms',
  'error',
  'node',
  'correlation',
  'size',
  'keys',
] as const;

export const exportRuns = route(
  {
    method: 'get',
    path: '/runs/export',
    summary: 'The runs of a filter as a file, CSV (cells that a spreadsheet would run are escaped) or JSON; streamed',
    permission: 'run.see',
    where: inEnvironment,
    query: z.strictObject({ ...runFilter, format: z.enum(['csv', 'json']).default('csv') }),
    answer: streamed,
  },
  async ({ store, principal, query: { format, ...asked } }) => {
    const filter = { ...asked, ...folderLimit(principal, 'run.see', asked.environment) };
    const name = `runs-${filter.environment}.${format}`;
    const headers = {
      'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
      'content-disposition': `attachment; filename="${name}"`,
    };
    const lines = format === 'csv' ? csvLines(store, filter) : jsonLines(store, filter);
    return new Response(streamOf(lines), { headers });
  },
);

type Filter = Omit<RunQuery, 'before' | 'after' | 'limit'>;

async function* pages(store: Store, filter: Filter): AsyncGenerator<RunSummary[]> {
  let before: string | undefined;
  for (let count = 0; count < MOST; count += PAGE) {
    const page = await listRuns(store, { ...filter, before, limit: PAGE });
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    before = page.at(-1)!.id;
  }
}

async function* csvLines(store: Store, filter: Filter): AsyncGenerator<string> {
  yield buildCsv([], { header: columns });
  for await (const page of pages(store, filter)) yield buildCsv(page.map(cellsOf), { formulaEscape: true });
}

async function* jsonLines(store: Store, filter: Filter): AsyncGenerator<string> {
  yield '[';
  let first = true;
  for await (const page of pages(store, filter)) {
    yield page.map((run) => `${first && run === page[0] ? '' : ','}\n${JSON.stringify(run)}`).join('');
    first = false;
  }
  yield '\n]\n';
}

function cellsOf(run: RunSummary): (string | number | null)[] {
  const { beganAt, endedAt, error } = run;
  return [
    run.id,
    run.message,
    run.flow,
    run.version,
    run.state,
    run.replay,
    beganAt.toISOString(),
    endedAt?.toISOString() ?? null,
    endedAt === null ? null : endedAt.getTime() - beganAt.getTime(),
    error?.code ?? null,
    error?.node ?? null,
    run.correlationId,
    run.size,
    run.keys.map(({ name, value }) => `${name}=${value ?? '(masked)'}`).join('; '),
  ];
}
