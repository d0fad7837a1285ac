import { listEnvironments, type Scope } from '@throughline/store';
import type { Deps } from '../../deps.ts';

/** For routes that name their environment in the query. */
export function inEnvironment({ query }: { query: { environment: string } }, deps: Deps): Promise<Scope | null> {
  return scopeOf(query.environment, deps);
}

/** For routes that name their environment in the body. */
export function inBodysEnvironment({ body }: { body: { environment: string } }, deps: Deps): Promise<Scope | null> {
  return scopeOf(body.environment, deps);
}

/** For routes about one environment, named in the path. */
export function ofEnvironment({ params }: { params: { environment: string } }, deps: Deps): Promise<Scope | null> {
  return scopeOf(params.environment, deps);
}

async function scopeOf(environment: string, { store }: Deps): Promise<Scope | null> {
  const known = await listEnvironments(store);
  return known.some(({ name }) => name === environment) ? { environment } : null;
}
