import type { Permission } from './permission.ts';

/** Rights that hold in some environments and folders. */
export interface Grant {
  permissions: ReadonlySet<Permission>;
  environments: 'all' | readonly string[];
  folders: 'all' | readonly string[];
}

/** Whoever acts. */
export interface Principal {
  /** `user:<id>`, `token:<id>`, `system:<what>` or `anonymous`: what the audit records. */
  actor: string;
  name: string;
  /** The person behind it; null for the system and for nobody. */
  user: { id: string; email: string; name: string; role: string } | null;
  grants: readonly Grant[];
  /** Where the request came from. */
  address: string | null;
  /** Proved themselves twice; left out where nobody signs in, as with tokens. */
  secondFactor?: boolean;
  /** The session they act in; none for tokens and the system. */
  session?: string;
  /** Signed in with an account for emergencies. */
  emergency?: boolean;
}

/**
 * What an act touches. Left out: all of them, as people and the audit do. environment null: none, as the draft of a flow.
 * folder: of the flow it belongs to, '' where that lies in none; null: of no flow, or a list that leaves out what is foreign.
 */
export interface Scope {
  environment?: string | null;
  folder?: string | null;
}

/** The one question: may this principal do this, here? */
export function can(principal: Principal, permission: Permission, scope: Scope = {}): boolean {
  return principal.grants.some(
    (grant) =>
      grant.permissions.has(permission) &&
      covers(grant.environments, scope.environment) &&
      covers(grant.folders, scope.folder),
  );
}

/** In which folders a right holds in an environment (null: of what lies in none). */
export function foldersFor(principal: Principal, permission: Permission, environment: string | null): 'all' | string[] {
  const held = principal.grants.filter(
    (grant) => grant.permissions.has(permission) && covers(grant.environments, environment),
  );
  if (held.some(({ folders }) => folders === 'all')) return 'all';
  return [...new Set(held.flatMap(({ folders }) => folders as readonly string[]))];
}

/** Whether there is any place where this principal may do this. */
export function canSomewhere(principal: Principal, permission: Permission): boolean {
  return principal.grants.some((grant) => grant.permissions.has(permission));
}

/** The part of `held` that lies within `limit`: what a token may do is never more than its owner may. */
export function narrow(held: readonly Grant[], limit: Grant): Grant[] {
  return held.map((grant) => ({
    permissions: new Set([...grant.permissions].filter((permission) => limit.permissions.has(permission))),
    environments: both(grant.environments, limit.environments),
    folders: both(grant.folders, limit.folders),
  }));
}

/** The person behind an act, also where a token of theirs did it: nobody approves their own request by a token. */
export function personOf({ user, actor }: Principal): string {
  return user === null ? actor : `user:${user.id}`;
}

export function anonymous(address: string | null): Principal {
  return { actor: 'anonymous', name: 'nobody', user: null, grants: [], address };
}

/** The product itself, acting on what was configured; it needs no rights and has none. */
export function system(what: string): Principal {
  return { actor: `system:${what}`, name: 'Throughline', user: null, grants: [], address: null };
}

function covers(held: 'all' | readonly string[], wanted: string | null | undefined): boolean {
  return held === 'all' || wanted === null || (wanted !== undefined && held.includes(wanted));
}

function both(a: 'all' | readonly string[], b: 'all' | readonly string[]): 'all' | readonly string[] {
  if (a === 'all') return b;
  return b === 'all' ? a : a.filter((name) => b.includes(name));
}
