import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { Problem } from '../api.ts';

/** False while something on this screen got no answer the last time it asked. */
export function useReachable(): boolean {
  const cache = useQueryClient().getQueryCache();
  return useSyncExternalStore(
    (changed) => cache.subscribe(changed),
    () =>
      cache.findAll({ type: 'active' }).every(({ state }) => !isUnreachable(state.error ?? state.fetchFailureReason)),
  );
}

function isUnreachable(error: unknown): boolean {
  return error instanceof Problem && (error.code === 'unreachable' || error.status === 503);
}
