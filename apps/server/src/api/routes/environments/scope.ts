import { folderOfFlow, listEnvironments, type Scope } from '@throughline/store';
import type { Deps } from '../../deps.ts';

interface Query {
  query: { environment: string };
}

interface Body {
  body: { environment: string };
}

interface Path {
  params: { environment: string };
}

/** For lists, and for what belongs to no flow; the environment stands in the query. Lists leave out foreign folders. */
export function inEnvironment({ query }: Query, deps: Deps): Promise<Scope | null> {
  return seen(query.environment, deps);
}

/** The same, with the environment in the body. */
export function inBodysEnvironment({ body }: Body, deps: Deps): Promise<Scope | null> {
  return seen(body.environment, deps);
}

/** The same, with the environment in the path. */
export function ofEnvironment({ params }: Path, deps: Deps): Promise<Scope | null> {
  return seen(params.environment, deps);
}

/** For acts that concern everything in an environment: a right for some folders is not enough. */
export function inWhole({ query }: Query, deps: Deps): Promise<Scope | null> {
  return whole(query.environment, deps);
}

export function inBodysWhole({ body }: Body, deps: Deps): Promise<Scope | null> {
  return whole(body.environment, deps);
}

export function ofWhole({ params }: Path, deps: Deps): Promise<Scope | null> {
  return whole(params.environment, deps);
}

/** For routes about one flow in the environment that their body names. */
export async function ofFlowInBodysEnvironment(
  { params, body }: Body & { params: { flow: string } },
  deps: Deps,
): Promise<Scope | null> {
  const scope = await whole(body.environment, deps);
  return scope === null ? null : { ...scope, folder: (await folderOfFlow(deps.store, params.flow)) ?? '' };
}

/** The same with the environment in the query. */
export async function ofFlowInEnvironment(
  { params, query }: Query & { params: { flow: string } },
  deps: Deps,
): Promise<Scope | null> {
  const scope = await whole(query.environment, deps);
  return scope === null ? null : { ...scope, folder: (await folderOfFlow(deps.store, params.flow)) ?? '' };
}

async function seen(environment: string, deps: Deps): Promise<Scope | null> {
  const scope = await whole(environment, deps);
  return scope === null ? null : { ...scope, folder: null };
}

async function whole(environment: string, { store }: Deps): Promise<Scope | null> {
  const known = await listEnvironments(store);
  return known.some(({ name }) => name === environment) ? { environment } : null;
}
