import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ClientRules, DoorWays, KeyRules } from '@throughline/store';
import { Refusal } from '../refusal.ts';

/** A client that has proved itself, and by which key. */
export interface Caller {
  client: ClientRules;
  key: KeyRules;
}

/** A request whose sender is to be found out; `now` is database time in milliseconds. */
export interface Asked {
  req: IncomingMessage;
  raw: Buffer;
  now: number;
}

/** The clients of an environment by what proves them. */
export interface Clients {
  byHash: ReadonlyMap<string, Caller>;
  /** Signing keys by their id. */
  bySigner: ReadonlyMap<string, Caller & { key: { secret: string } }>;
  bySubject: ReadonlyMap<string, Caller>;
  byCertificate: ReadonlyMap<string, Caller>;
}

export function clientsBy(all: readonly ClientRules[]): Clients {
  const byHash = new Map<string, Caller>();
  const bySigner = new Map<string, Caller & { key: { secret: string } }>();
  const bySubject = new Map<string, Caller>();
  const byCertificate = new Map<string, Caller>();
  for (const client of all) {
    for (const key of client.keys) {
      if (key.kind === 'api-key') byHash.set(key.hash, { client, key });
      else if (key.kind === 'signature') bySigner.set(key.name, { client, key });
      else if (key.kind === 'token') bySubject.set(key.match, { client, key });
      else if (key.kind === 'certificate') byCertificate.set(key.match, { client, key });
    }
  }
  return { byHash, bySigner, bySubject, byCertificate };
}

/** By the key itself: only its hash is known here, so that there is nothing to compare slowly. */
export function byApiKey({ header }: NonNullable<DoorWays['apiKey']>, { byHash }: Clients, { req }: Asked): Caller {
  const given = single(req, header);
  const caller = given === null ? undefined : byHash.get(hash('sha256', given, 'hex'));
  if (caller === undefined) throw unauthenticated(`The ${header} header is not the key of a client.`);
  return caller;
}

/** The one value of a header; null when it is absent, blank, or there twice: then somebody may have put theirs beside it. */
export function single(req: IncomingMessage, name: string): string | null {
  const values = req.headersDistinct[name.toLowerCase()];
  return values?.length === 1 && values[0] !== '' ? values[0]! : null;
}

export function unauthenticated(sentence: string, code = 'unauthenticated'): Refusal {
  return new Refusal(401, code, sentence);
}
