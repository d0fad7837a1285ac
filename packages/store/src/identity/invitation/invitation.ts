import { createHash, randomBytes } from 'node:crypto';
import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { StoreError } from '../../error.ts';
import { announce } from '../../event/announce.ts';
import { newId } from '../../id.ts';
import type { Tx } from '../../tx.ts';
import type { Principal } from '../principal.ts';
import { refuseRoles } from '../role/list.ts';
import { insertUser } from '../user/create.ts';
import type { User } from '../user/user.ts';

export interface Invitation {
  id: string;
  email: string;
  name: string;
  role: string;
  /** Where the role will hold; null: everywhere. */
  environments: string[] | null;
  folders: string[] | null;
  madeAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
  withdrawnAt: Date | null;
}

type Instants = 'madeAt' | 'expiresAt' | 'acceptedAt' | 'withdrawnAt';
type Told = Omit<Invitation, Instants> & Record<Instants, string>;

export type InvitationWanted = Pick<Invitation, 'email' | 'name' | 'role' | 'environments' | 'folders'> & {
  hours: number;
};

const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** Invites somebody; `secret` is in the answer and nowhere else. An older one to the same address ends. Throws `user_exists`, `role_unknown`. */
export function makeInvitation(
  store: Store,
  principal: Principal,
  { hours, ...wanted }: InvitationWanted,
): Promise<{ invitation: Invitation; secret: string }> {
  return audited(store, principal, 'invitation.make', async (tx) => {
    const email = wanted.email.toLowerCase();
    await refuseRoles(tx, [wanted.role]);
    const [known] = await tx.sql`select 1 from app_user where email = ${email}`;
    if (known !== undefined) {
      throw new StoreError('user_exists', `There is already a person with the address ${email}.`);
    }
    await tx.sql`
      update invitation set withdrawn_at = now() where email = ${email} and accepted_at is null and withdrawn_at is null`;
    const secret = randomBytes(32).toString('base64url');
    const [row] = await tx.sql<Told[]>`
      insert into invitation (id, email, name, role, environments, folders, hash, made_by, expires_at)
      values (${newId()}, ${email}, ${wanted.name}, ${wanted.role}, ${wanted.environments}, ${wanted.folders},
        ${digest(secret)}, ${principal.actor}, now() + make_interval(hours => ${hours}))
      returning ${columns(tx)}`;
    const invitation = heard(row!);
    await announce(tx, 'users', null);
    const summary = `Invited ${email} as ${wanted.role}.`;
    return {
      result: { invitation, secret },
      object: `invitation:${invitation.id}`,
      summary,
      after: wanted,
    };
  });
}

/** Those of the last 90 days, the newest first. */
export async function listInvitations(store: Store): Promise<Invitation[]> {
  const rows = await store.sql<Told[]>`
    select ${columns(store)} from invitation where made_at > now() - interval '90 days' order by made_at desc limit 200`;
  return rows.map(heard);
}

/** Ends an invitation that nobody took yet. Throws StoreError `not_found`. */
export function withdrawInvitation(store: Store, principal: Principal, id: string): Promise<void> {
  return audited<void>(store, principal, 'invitation.withdraw', async (tx) => {
    const [gone] = await tx.sql<{ email: string }[]>`
      update invitation set withdrawn_at = now()
      where id = ${id} and accepted_at is null and withdrawn_at is null returning email`;
    if (gone === undefined) throw new StoreError('not_found', 'There is no such invitation that is still open.');
    await announce(tx, 'users', null);
    return { result: undefined, object: `invitation:${id}`, summary: `Withdrew the invitation of ${gone.email}.` };
  });
}

/** The open invitation behind a link; null when it is unknown, used, withdrawn or over. */
export async function findInvitation(store: Pick<Store, 'sql'>, secret: string): Promise<Invitation | null> {
  if (!SHAPE.test(secret)) return null;
  const [found] = await store.sql<Told[]>`
    select ${columns(store)} from invitation
    where hash = ${digest(secret)} and accepted_at is null and withdrawn_at is null and expires_at > now()`;
  return found === undefined ? null : heard(found);
}

/** Makes the invited person, once. Throws StoreError `invitation_over`, `user_exists`. */
export function acceptInvitation(
  store: Store,
  principal: Principal,
  secret: string,
  wanted: { name: string; passwordHash: string },
): Promise<User> {
  return audited<User>(store, principal, 'invitation.accept', async (tx) => {
    const [taken] = SHAPE.test(secret)
      ? await tx.sql<Told[]>`
          update invitation set accepted_at = now()
          where hash = ${digest(secret)} and accepted_at is null and withdrawn_at is null and expires_at > now()
          returning ${columns(tx)}`
      : [];
    if (taken === undefined) {
      throw new StoreError('invitation_over', 'This invitation was used, withdrawn or is over; ask for another one.');
    }
    const { email, role, environments, folders } = taken;
    const made = await insertUser(tx, { email, role, environments, folders, ...wanted });
    await announce(tx, 'users', made.result.id);
    const by = { actor: `user:${made.result.id}`, name: wanted.name };
    return { ...made, by, summary: `${email} took their invitation as ${role}.` };
  });
}

function columns({ sql }: Pick<Store, 'sql'> | Pick<Tx, 'sql'>) {
  return (sql as Store['sql'])`
    id, email, name, role, environments, folders, made_at as "madeAt", expires_at as "expiresAt",
    accepted_at as "acceptedAt", withdrawn_at as "withdrawnAt"`;
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Instants come as text. */
function heard(row: Told): Invitation {
  const at = (text: string | null) => (text === null ? null : new Date(text));
  return {
    ...row,
    madeAt: new Date(row.madeAt),
    expiresAt: new Date(row.expiresAt),
    acceptedAt: at(row.acceptedAt),
    withdrawnAt: at(row.withdrawnAt),
  };
}
