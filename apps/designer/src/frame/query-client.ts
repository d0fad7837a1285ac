import { QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem } from '../api.ts';
import { meQuery } from './session.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 1000,
      retry: (count, error) => count < 2 && !(error instanceof Problem && error.status > 0 && error.status < 500),
    },
  },
  queryCache: new QueryCache({
    // A session that has ended shows on whatever is asked next; the shell then asks to sign in again.
    onError: (error) => {
      if (error instanceof Problem && error.status === 401) sessionEnded();
    },
  }),
});

/** Nobody is signed in any more: the shell asks to sign in, and comes back to where one was. */
export function sessionEnded(): void {
  queryClient.setQueryData(meQuery.queryKey, null);
}
