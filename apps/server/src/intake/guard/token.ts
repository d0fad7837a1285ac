import type { DoorWays, RulesOfEnvironment } from '@throughline/store';
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from 'jose';
import { Refusal } from '../refusal.ts';
import { type Asked, type Caller, type Clients, single, unauthenticated } from './client.ts';

export type TokenWay = NonNullable<DoorWays['token']>;
type Egress = RulesOfEnvironment['egress'];

/** Fetches a document by the one guarded way out. */
export type FetchDocument = (url: string, allow: Egress) => Promise<{ status: number; body: Buffer }>;

/** By access tokens of an issuer (RFC 7519, RFC 9068): its keys are kept, and fetched again when one is named that is not among them. */
export interface Tokens {
  /** Throws Refusal 401; 503 when the issuer's keys cannot be had, because then nobody knows. */
  caller(way: TokenWay, egress: Egress, clients: Clients, asked: Asked): Promise<Caller>;
}

const KEYS_MS = 10 * 60_000;
/** For so long a key that is not there is not asked for again, so that made-up names cost the issuer nothing. */
const COOL_MS = 5_000;
/** After a failure, for so long nobody waits for the next one. */
const REST_MS = 2_000;
const LEEWAY_S = 60;
const MOST = 100;

export function createTokens(fetchDocument: FetchDocument): Tokens {
  const sets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();

  function keysOf({ jwksUrl }: TokenWay, egress: Egress) {
    const place = JSON.stringify([jwksUrl, egress]);
    const known = sets.get(place);
    if (known !== undefined) return known;
    if (sets.size >= MOST) sets.clear();
    let failed: { at: number; error: unknown } | null = null;
    const made = createRemoteJWKSet(new URL(jwksUrl), {
      cacheMaxAge: KEYS_MS,
      cooldownDuration: COOL_MS,
      [customFetch]: async (url) => {
        if (failed !== null && performance.now() - failed.at < REST_MS) throw failed.error;
        try {
          const { status, body } = await fetchDocument(String(url), egress);
          if (status !== 200) throw new Error(`the issuer's keys were answered with ${status}`);
          failed = null;
          return new Response(new Uint8Array(body), { status });
        } catch (error) {
          failed = { at: performance.now(), error };
          throw error;
        }
      },
    });
    sets.set(place, made);
    return made;
  }

  async function claimsOf(way: TokenWay, egress: Egress, token: string, now: number): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, keysOf(way, egress), {
        issuer: way.issuer,
        audience: way.audience,
        algorithms: [...way.algorithms],
        requiredClaims: ['exp'],
        clockTolerance: LEEWAY_S,
        currentDate: new Date(now),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw unauthenticated('The token has ended.', 'token_ended');
      if (!isTokensFault(error)) throw keysAway();
      throw unauthenticated('The token is not one that this door takes.', 'token_refused');
    }
  }

  return {
    async caller(way, egress, { bySubject }, { req, now }) {
      const [, token] = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(single(req, 'authorization') ?? '') ?? [];
      if (token === undefined) throw unauthenticated('Send an access token as Authorization: Bearer.');
      const claims = await claimsOf(way, egress, token, now);
      if (way.scope !== null && !scopesOf(claims).includes(way.scope)) {
        throw new Refusal(403, 'token_scope', `The token lacks the scope ${way.scope}.`);
      }
      const subject = claims[way.claim];
      const caller = typeof subject === 'string' ? bySubject.get(subject) : undefined;
      if (caller === undefined) throw unauthenticated(`The token's ${way.claim} is not that of a client.`);
      return caller;
    },
  };
}

/** Anything about the token itself; the rest is about fetching the issuer's keys. */
function isTokensFault(error: unknown): boolean {
  return (
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys
  );
}

function scopesOf({ scope, scp }: JWTPayload): string[] {
  const given = scope ?? scp;
  if (typeof given === 'string') return given.split(' ');
  return Array.isArray(given) ? given.map(String) : [];
}

function keysAway(): Refusal {
  const sentence = 'The keys of the token issuer cannot be had now; nothing was accepted. Try again.';
  return new Refusal(503, 'issuer_unavailable', sentence, {}, 10);
}
