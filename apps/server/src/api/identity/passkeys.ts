import { randomBytes } from 'node:crypto';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import {
  addPasskey,
  anonymous,
  audited,
  countTry,
  findPasskey,
  findUser,
  forgiveTry,
  keepPending,
  listPasskeys,
  type PasskeySummary,
  type Principal,
  type Store,
  takePending,
  tryKeys,
  usePasskey,
} from '@throughline/store';
import { Refusal } from '../refusal.ts';
import type { SignedIn } from './identity.ts';
import { recordRefusal } from './password.ts';
import { passkeyRefused, tooMany } from './refusals.ts';
import { principalOf, type Sessions } from './sessions.ts';

type Registration = Parameters<typeof verifyRegistrationResponse>[0]['response'];
type Authentication = Parameters<typeof verifyAuthenticationResponse>[0]['response'];

/** Read at the first passkey: a tenth of all modules of the server. */
const webauthn = () => import('@simplewebauthn/server');

/** WebAuthn, at the origins of this server. The device must ask for its owner (PIN, finger), so that a passkey is two factors. */
export interface Passkeys {
  beginAdding(principal: Principal, origin: string): Promise<PublicKeyCredentialCreationOptionsJSON>;
  /** Throws Refusal 400 for what the device answered wrongly or too late. */
  add(principal: Principal, name: string, answer: Registration): Promise<PasskeySummary>;
  beginSignIn(origin: string): Promise<PublicKeyCredentialRequestOptionsJSON>;
  /** Throws Refusal 401, 429. */
  signIn(answer: Authentication, headers: Headers, address: string | null): Promise<SignedIn>;
}

export function createPasskeys(store: Store, sessions: Sessions, origins: readonly string[]): Passkeys {
  const hosts = [...new Set(origins.map((origin) => new URL(origin).hostname))];
  const hostOf = (origin: string) => new URL(origins.includes(origin) ? origin : origins[0]!).hostname;
  const expected = { expectedOrigin: [...origins], expectedRPID: hosts };

  return {
    async beginAdding({ user, actor }, origin) {
      if (user === null) throw new Refusal(403, 'forbidden', 'Only a person has passkeys.');
      const { generateRegistrationOptions } = await webauthn();
      const options = await generateRegistrationOptions({
        rpName: 'Throughline',
        rpID: hostOf(origin),
        userName: user.email,
        userDisplayName: user.name,
        userID: new Uint8Array(Buffer.from(user.id)),
        attestationType: 'none',
        excludeCredentials: (await listPasskeys(store, user.id)).map(({ credential }) => ({ id: credential })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      await keepPending(store, 'passkey-add', `${actor} ${options.challenge}`, {});
      return options;
    },

    async add(principal, name, answer) {
      const { verifyRegistrationResponse } = await webauthn();
      const made = await verifyRegistrationResponse({
        response: answer,
        expectedChallenge: async (challenge) =>
          (await takePending(store, 'passkey-add', `${principal.actor} ${challenge}`)) !== null,
        ...expected,
      }).catch(() => null);
      if (made === null || !made.verified) {
        throw new Refusal(400, 'passkey_unfit', 'The device answered wrongly or too late; begin once more.');
      }
      const { id, publicKey, counter, transports = [] } = made.registrationInfo.credential;
      return addPasskey(store, principal, name, { id, publicKey: Buffer.from(publicKey), counter, transports });
    },

    async beginSignIn(origin) {
      const challenge = new Uint8Array(randomBytes(32));
      const { generateAuthenticationOptions } = await webauthn();
      const options = await generateAuthenticationOptions({
        rpID: hostOf(origin),
        userVerification: 'required',
        challenge,
      });
      await keepPending(store, 'passkey-sign-in', options.challenge, {});
      return options;
    },

    async signIn(answer, headers, address) {
      const keys = tryKeys(`passkey ${answer.id}`, address);
      const wait = await countTry(store, keys);
      if (wait !== null) throw tooMany(wait);
      const known = await findPasskey(store, answer.id);
      const proof = known === null ? null : await verify(answer, known).catch(() => null);
      const person = known === null ? null : await findUser(store, { id: known.userId });
      if (known === null || person === null || proof?.verified !== true) {
        await recordRefusal(store, known?.email ?? '', address);
        throw passkeyRefused();
      }
      const signedIn = await audited(store, anonymous(address), 'session.sign-in', async (tx) => {
        if (!(await usePasskey(tx, known.id, proof.authenticationInfo.newCounter))) throw passkeyRefused();
        const how = { method: 'passkey', strong: true } as const;
        const cookies = await sessions.enter(tx, person, how, headers);
        const principal = await principalOf(store, person, address, how);
        const summary = `${person.email} signed in with a passkey.`;
        return { result: { principal, cookies }, by: principal, object: principal.actor, summary };
      });
      await forgiveTry(store, keys);
      return signedIn;
    },
  };

  async function verify(answer: Authentication, known: NonNullable<Awaited<ReturnType<typeof findPasskey>>>) {
    const { verifyAuthenticationResponse } = await webauthn();
    return verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: async (challenge) => (await takePending(store, 'passkey-sign-in', challenge)) !== null,
      ...expected,
      credential: { id: known.id, publicKey: new Uint8Array(known.publicKey), counter: known.counter },
    });
  }
}
