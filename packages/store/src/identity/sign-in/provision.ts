import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { StoreError } from '../../error.ts';
import { announce } from '../../event/announce.ts';
import { newId } from '../../id.ts';
import type { Tx } from '../../tx.ts';
import { system } from '../principal.ts';
import { refuseRoles } from '../role/list.ts';
import { keepAnAdmin, lockUser, type User } from '../user/user.ts';
import type { GroupRule } from './settings.ts';

/** A person as an identity provider vouches for them. */
export interface Claims {
  issuer: string;
  subject: string;
  email: string;
  emailVerified: boolean;
  name: string;
  groups: string[];
}

const PROVIDER = 'oidc';

/**
 * The person behind these claims: known by issuer and subject, or by a verified address, or made now; with the role that the first
 * fitting rule gives. Records what it changed. Throws StoreError `oidc_no_role`, `oidc_email`, `oidc_closed`, `last_admin`.
 */
export function provisionUser(store: Store, claims: Claims, rules: readonly GroupRule[]): Promise<User> {
  return audited<User>(store, system('sign-in'), 'user.provision', async (tx) => {
    const rule = rules.find(({ group }) => claims.groups.includes(group));
    const known = await personOf(tx, claims);
    if (rule === undefined) {
      throw new StoreError('oidc_no_role', 'No group of yours has a role here; ask an administrator.');
    }
    await refuseRoles(tx, [rule.role]);
    const before = known === null ? null : await lockUser(tx, known);
    if (before !== null && (!before.active || before.service || before.breakGlass)) {
      throw new StoreError('oidc_closed', 'This account is closed; ask an administrator.');
    }
    const id = before?.id ?? (await insert(tx, claims, rule));
    const linked = await tx.sql`
      insert into account (id, user_id, provider_id, account_id)
      values (${newId()}, ${id}, ${PROVIDER}, ${accountOf(claims)}) on conflict do nothing returning 1`;
    if (before !== null && !differs(before, rule)) {
      if (linked.length === 0) return { result: before, object: null };
      return { result: before, object: `user:${id}`, summary: `${before.email} now signs in with their provider too.` };
    }
    if (before !== null) await change(tx, before, rule);
    const after = await lockUser(tx, id);
    await announce(tx, 'users', id);
    const summary =
      before === null
        ? `Made ${claims.email} as ${rule.role}, by their group.`
        : `Changed ${before.email} from ${before.role} to ${rule.role}, by their group.`;
    return { result: after, object: `user:${id}`, summary, before: before ?? undefined, after };
  });
}

async function personOf({ sql }: Tx, claims: Claims): Promise<string | null> {
  const [linked] = await sql<{ id: string }[]>`
    select user_id as id from account where provider_id = ${PROVIDER} and account_id = ${accountOf(claims)}`;
  if (linked !== undefined) return linked.id;
  const [same] = await sql<{ id: string }[]>`select id from app_user where email = ${claims.email.toLowerCase()}`;
  if (same === undefined) return null;
  if (!claims.emailVerified) {
    throw new StoreError('oidc_email', 'Your provider does not vouch for your address, and an account here has it.');
  }
  return same.id;
}

async function insert({ sql }: Tx, claims: Claims, rule: GroupRule): Promise<string> {
  const id = newId();
  await sql`
    insert into app_user (id, email, name, role, environments, folders, email_verified)
    values (${id}, ${claims.email.toLowerCase()}, ${claims.name}, ${rule.role}, ${rule.environments}, ${rule.folders},
      ${claims.emailVerified})`;
  return id;
}

async function change(tx: Tx, before: User, rule: GroupRule): Promise<void> {
  if (rule.role !== 'admin' || rule.environments !== null || rule.folders !== null) await keepAnAdmin(tx, before);
  await tx.sql`
    update app_user set role = ${rule.role}, environments = ${rule.environments}, folders = ${rule.folders},
      updated_at = now() where id = ${before.id}`;
  await tx.sql`delete from session where user_id = ${before.id}`;
}

function differs(user: User, rule: GroupRule): boolean {
  const text = (part: unknown) => JSON.stringify(part);
  return (
    user.role !== rule.role ||
    text(user.environments) !== text(rule.environments) ||
    text(user.folders) !== text(rule.folders)
  );
}

function accountOf({ issuer, subject }: Claims): string {
  return `${issuer}|${subject}`;
}
