import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, ask } from '../../api.ts';
import { filterOf, headQuery, PAGE, type Run, type RunSearch } from './query.ts';

export interface Feed {
  runs: readonly Run[];
  /** How many have come since the list was held still. */
  newer: number;
  isLoading: boolean;
  isReadingOn: boolean;
  isAtEnd: boolean;
  error: Error | null;
  again: () => unknown;
  readOn: () => void;
  /** Lets the newer ones in. */
  release: () => void;
}

/**
 * A list that grows at its head and is read on at its end. The newest page is asked for again and again; while `isHeld`, what is newer
 * is counted and not shown, so that nothing moves under a hand. Remount it for another filter.
 */
export function useFeed(environment: string, search: RunSearch, isHeld: boolean): Feed {
  const head = useQuery(headQuery(environment, search));
  const [anchor, setAnchor] = useState<string | null>(null);
  const known = useRef(new Map<string, Run>());
  const top = useRef<string | null>(null);
  const [, redraw] = useState(0);

  const older = useInfiniteQuery({
    queryKey: ['runs-before', environment, search, anchor],
    queryFn: ({ pageParam }) =>
      ask(api.runs.$get({ query: { ...filterOf(environment, search), before: pageParam, limit: PAGE } })),
    initialPageParam: anchor ?? '',
    getNextPageParam: (page) => page.next,
    enabled: anchor !== null,
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

  const first = head.isPlaceholderData ? undefined : head.data?.runs;
  if (first !== undefined) for (const run of first) known.current.set(run.id, run);
  for (const page of older.data?.pages ?? []) {
    for (const run of page.runs) if (!known.current.has(run.id)) known.current.set(run.id, run);
  }
  const all = [...known.current.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  if (!isHeld || top.current === null) top.current = all[0]?.id ?? null;
  const held = top.current;
  const runs = held === null ? [] : all.filter(({ id }) => id <= held);

  const next = head.data?.next ?? null;
  const hasMore = anchor === null ? next !== null : older.hasNextPage;
  useEffect(() => {
    // A page that came whole since the last one: there may be a gap, so reading begins anew.
    const page = head.data?.runs;
    if (anchor === null || page === undefined || page.length < Number(PAGE)) return;
    const last = page.at(-1)!.id;
    if (last > anchor && !known.current.has(last)) setAnchor(null);
  }, [head.data, anchor]);

  return {
    runs,
    newer: all.length - runs.length,
    isLoading: head.data === undefined || head.isPlaceholderData,
    isReadingOn: older.isFetching,
    isAtEnd: !hasMore,
    error: head.error,
    again: head.refetch,
    readOn: () => {
      if (!hasMore || older.isFetching) return;
      if (anchor === null) setAnchor(all.at(-1)?.id ?? null);
      else void older.fetchNextPage();
    },
    release: () => {
      top.current = null;
      redraw((count) => count + 1);
    },
  };
}
