import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../../api.ts';
import { now } from '../../frame/clock.ts';

export type Run = AnswerOf<typeof api.runs.$get>['runs'][number];
export type RunState = Run['state'];

/** What stands in the address: the filter of the list. `since` is an instant or a span such as 24h. */
export interface RunSearch {
  q?: string;
  flow?: string;
  state?: RunState;
  code?: string;
  node?: string;
  version?: string;
  replay?: 'true' | 'false';
  since?: string;
  until?: string;
}

const names = ['q', 'flow', 'state', 'code', 'node', 'version', 'replay', 'since', 'until'] as const;
const states: readonly string[] = ['waiting', 'running', 'done', 'quarantined'];

/** Takes what fits from an address that anybody may have written. */
export function readRunSearch(search: Record<string, unknown>): RunSearch {
  const read: Record<string, string> = {};
  for (const name of names) {
    const value = search[name];
    if (typeof value === 'number' || typeof value === 'boolean') read[name] = String(value);
    else if (typeof value === 'string' && value !== '') read[name] = value.slice(0, 200);
  }
  if (read['state'] !== undefined && !states.includes(read['state'])) delete read['state'];
  if (read['replay'] !== undefined && !['true', 'false'].includes(read['replay'])) delete read['replay'];
  return read;
}

const SPAN = /^(\d{1,3})([mhd])$/;
const MS = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The instant that a span before now, or an instant, means. */
export function instantOf(text: string): string | undefined {
  const span = SPAN.exec(text);
  if (span !== null) return new Date(now() - Number(span[1]) * MS[span[2] as keyof typeof MS]).toISOString();
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

/** The filter as the API takes it. */
export function filterOf(environment: string, { q, since, until, ...rest }: RunSearch) {
  const from = since === undefined ? undefined : instantOf(since);
  const to = until === undefined ? undefined : instantOf(until);
  return {
    environment,
    ...rest,
    ...(q === undefined ? {} : { search: q }),
    ...(from === undefined ? {} : { since: from }),
    ...(to === undefined ? {} : { until: to }),
  };
}

export const PAGE = '100';

export const headQuery = (environment: string, search: RunSearch) =>
  queryOptions({
    queryKey: ['runs', environment, search],
    queryFn: () => ask(api.runs.$get({ query: { ...filterOf(environment, search), limit: PAGE } })),
    refetchInterval: 2000,
    placeholderData: keepPreviousData,
  });

export const viewsQuery = queryOptions({
  queryKey: ['views', 'runs'],
  queryFn: () => ask(api.views.$get({ query: { screen: 'runs' } })),
});

/** Where the browser fetches the file of a filter. */
export function exportUrl(environment: string, search: RunSearch, format: 'csv' | 'json'): string {
  const query = new URLSearchParams({ ...filterOf(environment, search), format });
  return `/api/v1/runs/export?${query}`;
}
