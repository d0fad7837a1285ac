import { createHash } from 'node:crypto';
import {
  anonymous,
  audited,
  type Claims,
  keepPending,
  type OidcSettings,
  provisionUser,
  readOidcSecret,
  readSignInSettings,
  type Store,
  takePending,
} from '@throughline/store';
import * as client from 'openid-client';
import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import type { SignedIn } from './identity.ts';
import { recordRefusal } from './password.ts';
import { principalOf, type Sessions } from './sessions.ts';

/** Signing in at the hospital's identity provider: OpenID Connect, authorization code with PKCE, state and nonce. */
export interface Oidc {
  /** Where to send the browser, and what it must bring back. Throws Refusal 404, 503. */
  begin(origin: string, to: string): Promise<{ location: string; state: string }>;
  /** The person who came back, and where they wanted to go. Throws Refusal, StoreError. */
  finish(wanted: Return, headers: Headers, address: string | null): Promise<SignedIn & { to: string }>;
}

/** The browser, back from the provider. */
export interface Return {
  /** Path and query it came back to. */
  query: string;
  /** What it was told to keep when it went. */
  state: string | undefined;
}

export const CALLBACK = '/api/v1/sign-in/oidc/callback';

interface Pending {
  verifier: string;
  nonce: string;
  to: string;
  origin: string;
}

const TIMEOUT_S = 10;
const KNOWN_MS = 5 * 60_000;
const STRONG = new Set(['mfa', 'otp', 'hwk', 'swk', 'fpt', 'face']);

export function createOidc(store: Store, sessions: Sessions, origins: readonly string[]): Oidc {
  let known: { key: string; at: number; configuration: client.Configuration } | null = null;

  /** What the provider says of itself, asked again after five minutes or another setting. */
  async function configure(settings: OidcSettings): Promise<client.Configuration> {
    const secret = await readOidcSecret(store);
    const key = createHash('sha256')
      .update(JSON.stringify([settings.issuer, settings.clientId, secret]))
      .digest('hex');
    if (known?.key === key && Date.now() - known.at < KNOWN_MS) return known.configuration;
    const issuer = new URL(settings.issuer);
    const isHere = issuer.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(issuer.hostname);
    const proof = secret === null ? client.None() : client.ClientSecretBasic(secret);
    const configuration = await client
      .discovery(issuer, settings.clientId, undefined, proof, {
        timeout: TIMEOUT_S,
        execute: isHere ? [client.allowInsecureRequests] : [],
      })
      .catch(() => {
        throw new Refusal(
          503,
          'oidc_unreachable',
          'The identity provider does not answer as one; try again, or sign in by password.',
        );
      });
    known = { key, at: Date.now(), configuration };
    return configuration;
  }

  async function settingsNow(): Promise<OidcSettings> {
    const { oidc } = await readSignInSettings(store);
    if (oidc === null) throw new Refusal(404, 'not_found', 'No identity provider is set up here.');
    return oidc;
  }

  return {
    async begin(origin, to) {
      const settings = await settingsNow();
      const configuration = await configure(settings);
      const from = origins.includes(origin) ? origin : origins[0]!;
      const [verifier, nonce, state] = [
        client.randomPKCECodeVerifier(),
        client.randomNonce(),
        client.randomState(),
      ] as const;
      await keepPending(store, 'oidc', state, { verifier, nonce, to, origin: from } satisfies Pending);
      const location = client.buildAuthorizationUrl(configuration, {
        redirect_uri: `${from}${CALLBACK}`,
        scope: settings.scopes,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      return { location: location.href, state };
    },

    async finish({ query, state }, headers, address) {
      const settings = await settingsNow();
      const pending = state === undefined ? null : await takePending<Pending>(store, 'oidc', state);
      if (pending === null || state === undefined || new URLSearchParams(query).get('state') !== state) {
        throw new Refusal(
          400,
          'oidc_state',
          'This sign-in was begun in another browser, or too long ago; begin it once more.',
        );
      }
      const { claims, strong } = await claimsOf(settings, pending, state, query);
      try {
        const person = await provisionUser(store, claims, settings.rules);
        const signedIn = await audited(store, anonymous(address), 'session.sign-in', async (tx) => {
          const how = { method: 'oidc', strong } as const;
          const cookies = await sessions.enter(tx, person, how, headers);
          const principal = await principalOf(store, person, address, how);
          const summary = `${person.email} signed in by ${settings.title}.`;
          return { result: { principal, cookies }, by: principal, object: principal.actor, summary };
        });
        return { ...signedIn, to: pending.to };
      } catch (error) {
        await recordRefusal(store, claims.email, address);
        throw error;
      }
    },
  };

  async function claimsOf(settings: OidcSettings, pending: Pending, state: string, query: string) {
    const configuration = await configure(settings);
    try {
      const here = new URL(`${pending.origin}${CALLBACK}?${query}`);
      const tokens = await client.authorizationCodeGrant(configuration, here, {
        pkceCodeVerifier: pending.verifier,
        expectedState: state,
        expectedNonce: pending.nonce,
        idTokenExpected: true,
      });
      const own = tokens.claims()!;
      const has = own['email'] !== undefined && own[settings.groupsClaim] !== undefined;
      const more = has ? {} : await client.fetchUserInfo(configuration, tokens.access_token, own.sub);
      return readClaims({ ...more, ...own }, settings.groupsClaim);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new Refusal(
        400,
        'oidc_refused',
        'The identity provider refused, or answered what does not hold; try once more.',
      );
    }
  }
}

const said = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1),
  email: z.email().max(254),
  email_verified: z.union([z.boolean(), z.literal('true'), z.literal('false')]).default(false),
  name: z.string().min(1).max(120).optional(),
  amr: z.array(z.string()).default([]),
});

/** Throws Refusal where the address is missing. */
function readClaims(all: Record<string, unknown>, groupsClaim: string): { claims: Claims; strong: boolean } {
  const parsed = said.safeParse(all);
  if (!parsed.success) {
    throw new Refusal(
      400,
      'oidc_claims',
      'The identity provider does not say your address; it must give the claim email.',
    );
  }
  const { iss, sub, email, email_verified, name, amr } = parsed.data;
  const named = all[groupsClaim];
  const groups = (Array.isArray(named) ? named : [named]).filter((one): one is string => typeof one === 'string');
  const emailVerified = email_verified === true || email_verified === 'true';
  const claims = { issuer: iss, subject: sub, email, emailVerified, name: name ?? email, groups };
  return { claims, strong: amr.some((how) => STRONG.has(how)) };
}
