import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { StoreError } from '../../error.ts';
import type { Tx } from '../../tx.ts';
import type { Principal } from '../principal.ts';
import { refuseRoles } from '../role/list.ts';

/** Who gets which role, by a group that the identity provider names. */
export interface GroupRule {
  group: string;
  role: string;
  /** Null: everywhere. */
  environments: string[] | null;
  folders: string[] | null;
}

export interface OidcSettings {
  /** On the button: Sign in with … */
  title: string;
  issuer: string;
  clientId: string;
  scopes: string;
  /** The claim that lists groups. */
  groupsClaim: string;
  /** The first that fits gives the role; whom none fits does not come in. */
  rules: GroupRule[];
}

export interface SignInSettings {
  idleMinutes: number;
  absoluteHours: number;
  /** Who may use a password of ours. */
  passwords: 'everybody' | 'break-glass';
  oidc: OidcSettings | null;
}

const usual: SignInSettings = { idleMinutes: 480, absoluteHours: 24, passwords: 'everybody', oidc: null };
const BOUND = 'sign-in:oidc';

export async function readSignInSettings({ sql }: Pick<Store, 'sql'> | Tx): Promise<SignInSettings> {
  const [row] = await sql<{ value: Partial<SignInSettings> }[]>`select value from sign_in_setting`;
  return { ...usual, ...row?.value };
}

/** The client secret at the identity provider; null where there is none. */
export async function readOidcSecret({ sql, keys }: Pick<Store, 'sql' | 'keys'>): Promise<string | null> {
  const [row] = await sql<{ sealed: Buffer | null }[]>`select sealed from sign_in_setting`;
  return row?.sealed == null ? null : keys.open(row.sealed, BOUND).toString();
}

/**
 * Sets how people sign in. `secret` left out keeps the one there is. Sessions that are older than the new limits end at once.
 * Throws StoreError `role_unknown`, `no_break_glass`.
 */
export function saveSignInSettings(
  store: Store,
  principal: Principal,
  wanted: SignInSettings,
  secret?: string,
): Promise<void> {
  return audited<void>(store, principal, 'sign-in.change', async (tx) => {
    await refuseRoles(tx, wanted.oidc?.rules.map(({ role }) => role) ?? []);
    if (wanted.passwords === 'break-glass') await refuseLockedOut(tx);
    const before = await readSignInSettings(tx);
    const sealed = secret === undefined ? null : store.keys.seal(Buffer.from(secret), BOUND);
    await tx.sql`
      insert into sign_in_setting (value, sealed) values (${JSON.stringify(wanted)}::text::jsonb, ${sealed})
      on conflict (one) do update set value = excluded.value,
        sealed = case when ${wanted.oidc === null} then null else coalesce(excluded.sealed, sign_in_setting.sealed) end`;
    await tx.sql`
      update session set expires_at = least(expires_at, updated_at + make_interval(mins => ${wanted.idleMinutes}))`;
    const summary = 'Changed how people sign in.';
    return { result: undefined, object: 'sign-in', summary, before, after: wanted };
  });
}

async function refuseLockedOut({ sql }: Tx): Promise<void> {
  const [way] = await sql`select 1 from app_user where break_glass and active limit 1`;
  if (way !== undefined) return;
  throw new StoreError(
    'no_break_glass',
    'Make an account for emergencies first: without passwords it is the only way in when the identity provider is down.',
  );
}
