import { buildCsv } from '@throughline/formats';
import { type AuditQuery, audited, listAudit, type Store } from '@throughline/store';
import { streamed } from '../../fields.ts';
import { route } from '../../route.ts';
import { streamOf } from '../../stream.ts';
import { filter } from './list.ts';

const PAGE = 500;

const columns = [
  ...(['entry', 'at', 'who', 'name', 'act', 'object', 'summary', 'reason', 'from'] as const),
  ...(['before', 'after', 'previous', 'hash'] as const),
];

export const exportAudit = route(
  {
    method: 'get',
    path: '/audit/export',
    summary:
      'Entries of the audit as CSV, newest first, with their hashes (cells that a spreadsheet would run are escaped); streamed',
    permission: 'audit.see',
    where: 'platform',
    query: filter,
    answer: streamed,
  },
  async ({ store, principal, query }) => {
    await audited(store, principal, 'audit.export', async () => ({
      result: undefined,
      object: 'audit:all',
      summary: 'Exported entries of the audit.',
    }));
    const headers = {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="audit.csv"',
    };
    return new Response(streamOf(lines(store, query)), { headers });
  },
);

async function* lines(store: Store, query: Omit<AuditQuery, 'before' | 'limit'>): AsyncGenerator<string> {
  yield buildCsv([], { header: columns });
  let before: number | undefined;
  for (;;) {
    const page = await listAudit(store, { ...query, limit: PAGE, ...(before === undefined ? {} : { before }) });
    if (page.length > 0) yield buildCsv(page.map(cellsOf), { formulaEscape: true });
    if (page.length < PAGE) return;
    before = page.at(-1)!.sequence;
  }
}

function cellsOf(entry: Awaited<ReturnType<typeof listAudit>>[number]): (string | number | null)[] {
  const { sequence, exactAt, actor, actorName, act, object, summary, reason, address } = entry;
  const hashes = [entry.before, entry.after, entry.previous, entry.hash].map((one) => one?.toString('hex') ?? null);
  return [sequence, exactAt, actor, actorName, act, object, summary, reason, address, ...hashes];
}
