import { createHash, randomBytes } from 'node:crypto';
import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { StoreError } from '../../error.ts';
import { newId } from '../../id.ts';
import type { Principal } from '../../identity/principal.ts';
import type { Tx } from '../../tx.ts';
import { tellDoors } from '../save.ts';
import { lockClient } from './save.ts';
import { sealSigning } from './seal.ts';

export type KeyKind = 'api-key' | 'signature' | 'token' | 'certificate' | 'catalogue';

/** A new key. What is to be kept secret is in the answer and nowhere else, ever. */
export interface NewKey {
  id: string;
  kind: KeyKind;
  /** Of a signature key: the id that the sender names. Else its first characters, or what it matches. */
  hint: string;
  /** Null for what the client has from somebody else: tokens, certificates. */
  secret: string | null;
}

export type KeyWanted = { expiresAt: Date | null } & (
  | { kind: 'api-key' | 'signature' | 'catalogue' }
  | { kind: 'token' | 'certificate'; match: string }
);

/** Throws StoreError `not_found`, `key_taken` when another client of the environment is known by the same. */
export function makeKey(store: Store, principal: Principal, client: string, wanted: KeyWanted): Promise<NewKey> {
  return audited(store, principal, 'client.make-key', async (tx) => {
    const { name, environment } = await lockClient(tx, client);
    const made = await writeKey(tx, store, principal, client, wanted);
    await tellDoors(tx, environment, client);
    const summary = `Made the ${kindWords[wanted.kind]} ${made.hint} for the client ${name} of ${environment}.`;
    return { result: made, object: `client:${client}`, summary, after: { ...made, secret: undefined } };
  });
}

/** A new key of the same kind; the old one is good for so many hours more. Throws StoreError `not_found`, `key_not_ours`. */
export function rotateKey(
  store: Store,
  principal: Principal,
  { client, key, overlapHours }: { client: string; key: string; overlapHours: number },
): Promise<NewKey> {
  return audited(store, principal, 'client.rotate-key', async (tx) => {
    const { name, environment } = await lockClient(tx, client);
    const old = await lockKey(tx, client, key);
    if (old.kind === 'token' || old.kind === 'certificate') {
      throw new StoreError(
        'key_not_ours',
        'What proves this client is made elsewhere; add the new one, then revoke the old.',
      );
    }
    const made = await writeKey(tx, store, principal, client, { kind: old.kind, expiresAt: null });
    await tx.sql`
      update client_key set expires_at = least(expires_at, now() + make_interval(hours => ${overlapHours})) where id = ${key}`;
    await tellDoors(tx, environment, client);
    const until = overlapHours === 0 ? 'ended at once' : `is good for ${overlapHours} hours more`;
    const summary = `Made ${made.hint} in place of the ${kindWords[old.kind]} ${old.hint} of the client ${name} of ${environment}; the old one ${until}.`;
    return { result: made, object: `client:${client}`, summary, after: { ...made, secret: undefined } };
  });
}

/** Ends a key at once. Throws StoreError `not_found`, also for one that has ended. */
export function revokeKey(store: Store, principal: Principal, client: string, key: string): Promise<void> {
  return audited<void>(store, principal, 'client.revoke-key', async (tx) => {
    const { name, environment } = await lockClient(tx, client);
    const { kind, hint } = await lockKey(tx, client, key);
    await tx.sql`update client_key set revoked_at = now() where id = ${key}`;
    await tellDoors(tx, environment, client);
    const summary = `Revoked the ${kindWords[kind]} ${hint} of the client ${name} of ${environment}.`;
    return { result: undefined, object: `client:${client}`, summary };
  });
}

export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

export const kindWords: Record<KeyKind, string> = {
  'api-key': 'API key',
  signature: 'signing key',
  token: 'token subject',
  certificate: 'certificate',
  catalogue: 'catalogue key',
};

const PREFIX = { 'api-key': 'tlc', signature: 'tls', catalogue: 'tlr' };

async function writeKey(
  tx: Tx,
  store: Store,
  principal: Principal,
  client: string,
  wanted: KeyWanted,
): Promise<NewKey> {
  const { sql } = tx;
  const { kind, expiresAt } = wanted;
  const id = newId();
  const until = expiresAt?.toISOString() ?? null;
  if (wanted.kind === 'token' || wanted.kind === 'certificate') {
    const { match } = wanted;
    await refuseTaken(tx, client, wanted.kind, match);
    await sql`
      insert into client_key (id, client_id, kind, hint, match, made_by, expires_at)
      values (${id}, ${client}, ${kind}, ${match.slice(0, 80)}, ${match}, ${principal.name}, ${until})`;
    return { id, kind, hint: match.slice(0, 80), secret: null };
  }
  const secret = `${PREFIX[wanted.kind]}_${randomBytes(32).toString('base64url')}`;
  if (wanted.kind === 'signature') {
    const hint = `k_${randomBytes(9).toString('base64url')}`;
    const { kek, wrapped, sealed } = sealSigning(store, id, secret);
    await sql`
      insert into client_key (id, client_id, kind, hint, kek, wrapped, sealed, made_by, expires_at)
      values (${id}, ${client}, ${kind}, ${hint}, ${kek}, ${wrapped}, ${sealed}, ${principal.name}, ${until})`;
    return { id, kind, hint, secret };
  }
  const hint = secret.slice(0, 8);
  await sql`
    insert into client_key (id, client_id, kind, hint, hash, made_by, expires_at)
    values (${id}, ${client}, ${kind}, ${hint}, ${hashOfKey(secret)}, ${principal.name}, ${until})`;
  return { id, kind, hint, secret };
}

async function lockKey({ sql }: Tx, client: string, key: string): Promise<{ kind: KeyKind; hint: string }> {
  const [found] = await sql<{ kind: KeyKind; hint: string }[]>`
    select kind, hint from client_key where id = ${key} and client_id = ${client} and revoked_at is null
      and (expires_at is null or expires_at > now()) for update`;
  if (found === undefined) throw new StoreError('not_found', 'There is no such key that is good.');
  return found;
}

/** Two clients that could not be told apart would share their doors. */
async function refuseTaken({ sql }: Tx, client: string, kind: KeyKind, match: string): Promise<void> {
  const [twin] = await sql<{ name: string }[]>`
    select c.name from client_key k join client c on c.id = k.client_id
    where k.kind = ${kind} and k.match = ${match} and k.revoked_at is null
      and (k.expires_at is null or k.expires_at > now())
      and c.environment_id = (select environment_id from client where id = ${client})`;
  if (twin !== undefined) throw new StoreError('key_taken', `The client ${twin.name} is known by this already.`);
}
