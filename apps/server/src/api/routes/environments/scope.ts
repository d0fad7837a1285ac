import { listEnvironments, type Scope } from '@throughline/store';
import type { Deps } from '../../deps.ts';

/** For routes that name their environment in the query. */
export async function inEnvironment(
  { query }: { query: { environment: string } },
  { store }: Deps,
): Promise<Scope | null> {
  const known = await listEnvironments(store);
  return known.some(({ name }) => name === query.environment) ? { environment: query.environment } : null;
}
