import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  type CallLimit,
  type DoorRules,
  type DoorSettings,
  noDoorSettings,
  type RulesOfEnvironment,
  type Store,
  useSignature,
} from '@throughline/store';
import type { KeyConfig } from '../keys.ts';
import { Refusal, storeRefusal } from '../refusal.ts';
import { type InRanges, type KnownProxy, originOf, rangesOf } from './address.ts';
import { byCertificate } from './certificate.ts';
import { type Asked, byApiKey, type Caller, type Clients, clientsBy, single, unauthenticated } from './client.ts';
import { type Limiter, limitsOf } from './limit.ts';
import type { Meter } from './meter.ts';
import { bySignature, KEY_ID, TIMESTAMP } from './signature.ts';
import type { Tokens } from './token.ts';

export interface GuardPorts {
  store: Store;
  tokens: Tokens;
  limiter: Limiter;
  meter: Meter;
}

/** Whoever was let in by a guard. */
export interface Pass {
  /** Null where the door asks for no client. */
  caller: Caller | null;
  /** What the answer says about limits. */
  headers: Record<string, string>;
  /** What makes the message one of a kind where its keys do not: its signature. */
  onceKey?: string;
}

/** What an environment says about one door, made ready: nothing here is looked up for a message. */
export interface Guard {
  /** On every answer: that the door is on its way out. */
  headers: Record<string, string>;
  /** Headers that prove a client and are not kept with the message. */
  secretHeaders: readonly string[];
  /** Where a request comes from; null when it cannot be told. */
  origin(req: IncomingMessage): string | null;
  /** Before the message is read. Throws Refusal 403 and 410. */
  refuseEarly(origin: string | null, now: number): void;
  /** Whether an address may come, where nothing else is asked for. */
  mayCome(address: string): boolean;
  /** Whether clients have to prove themselves. */
  asksClients: boolean;
  /** Whether addresses are limited at all. */
  isRanged: boolean;
  /** Throws Refusal 401, 403, 429. `noted` learns who it is as soon as that is proved. */
  admit(asked: Asked, noted: (caller: Caller) => void): Promise<Pass>;
  meter: Meter;
}

interface Place {
  environment: RulesOfEnvironment;
  proxies: readonly KnownProxy[];
  clients: Clients;
  flow: string;
  node: string;
  settings: DoorSettings;
  /** Whether clients have to prove themselves, or the trigger has a way of its own. */
  asksClients: boolean;
  keys: KeyConfig | undefined;
}

/** Finds the guard of a trigger; null where its environment says nothing about it and it asks for no clients. */
export type GuardOf = (
  environment: string,
  flow: string,
  step: { node: string; config: Record<string, unknown> },
) => Guard | null;

export function guardsBy({ environments }: DoorRules, ports: GuardPorts): GuardOf {
  const ready = new Map(
    environments.map((environment) => {
      const proxies = environment.proxies.map((proxy) => ({ ...proxy, holds: rangesOf(proxy.ranges) }));
      return [environment.name, { environment, proxies, clients: clientsBy(environment.clients) }];
    }),
  );
  return (name, flow, { node, config }) => {
    const known = ready.get(name);
    if (known === undefined) return null;
    const set = known.environment.doors.find((door) => door.flow === flow && door.node === node);
    const { mode = 'none' } = (config['authentication'] ?? {}) as { mode?: string };
    if (set === undefined && mode !== 'clients') return null;
    const settings = { ...noDoorSettings, ...set?.settings };
    // A flow that asks for nothing leaves it to each environment: where that names a way, clients have to take it.
    const asksClients =
      mode === 'clients' || (mode === 'none' && Object.values(settings.ways).some((way) => way !== null));
    const keys = config['keys'] as KeyConfig | undefined;
    return guardOf({ ...known, flow, node, settings, asksClients, keys }, ports);
  };
}

function guardOf(place: Place, ports: GuardPorts): Guard {
  const { settings, proxies } = place;
  const inRange: InRanges | null = settings.ranges.length === 0 ? null : rangesOf(settings.ranges);
  const sunset = settings.sunsetAt === null ? null : Date.parse(settings.sunsetAt);
  const mayCome = (address: string) => inRange === null || inRange(address);
  return {
    headers: lifecycleHeaders(settings),
    secretHeaders: secretHeaders(place),
    meter: ports.meter,
    mayCome,
    isRanged: inRange !== null,
    asksClients: place.asksClients,
    origin: (req) => originOf(req.socket.remoteAddress ?? '', req.headers['x-forwarded-for']?.toString(), proxies),
    refuseEarly(origin, now) {
      if (inRange !== null && (origin === null || !inRange(origin))) {
        throw new Refusal(403, 'address_refused', 'This door takes nothing from your address.');
      }
      if (sunset !== null && now >= sunset) {
        throw new Refusal(410, 'door_sunset', 'This door has closed for good; its owner says what takes its place.');
      }
    },
    async admit(asked, noted) {
      const caller = place.asksClients ? await callerOf(place, ports, asked) : null;
      if (caller === null)
        return { caller, headers: await count(place, ports, null, limitsOf(settings.rate, settings.quota)) };
      noted(caller);
      const own = caller.client.doors.find((door) => door.flow === place.flow && door.node === place.node);
      if (own === undefined)
        throw new Refusal(403, 'door_not_yours', 'You are known, and this door is not open to you.');
      const limits = limitsOf(own.rate ?? settings.rate, own.quota ?? settings.quota);
      const headers = await count(place, ports, caller.client.id, limits);
      const signature = settings.ways.signature;
      if (caller.key.kind !== 'signature' || signature === null) return { caller, headers };
      return { caller, headers, onceKey: await useOnce(place, ports, asked, signature) };
    },
  };
}

/** What is sent decides by which way a client is to prove itself; a wrong proof is not made up for by another. */
async function callerOf(place: Place, { tokens }: GuardPorts, asked: Asked): Promise<Caller> {
  const { settings, clients, proxies, environment } = place;
  const { apiKey, signature, token, certificate } = settings.ways;
  const has = (header: string) => asked.req.headers[header.toLowerCase()] !== undefined;
  const proxy = certificate === null ? undefined : proxies.find(({ name }) => name === certificate.proxy);
  let caller: Caller;
  if (signature !== null && has(signature.header)) caller = bySignature(signature, clients, asked);
  else if (token !== null && has('authorization'))
    caller = await tokens.caller(token, environment.egress, clients, asked);
  else if (apiKey !== null && has(apiKey.header)) caller = byApiKey(apiKey, clients, asked);
  else if (proxy !== undefined) caller = byCertificate(proxy, clients, asked);
  else throw unauthenticated(askFor(settings));
  if (caller.key.until !== null && caller.key.until <= asked.now) throw unauthenticated('This key has ended.');
  return caller;
}

function askFor({ ways: { apiKey, signature, token } }: DoorSettings): string {
  const asked = [
    ...(apiKey === null ? [] : [`your key in ${apiKey.header}`]),
    ...(signature === null ? [] : [`a signature in ${signature.header}`]),
    ...(token === null ? [] : ['an access token as Authorization: Bearer']),
  ];
  return asked.length === 0 ? 'This door lets nobody in yet.' : `Send ${asked.join(', or ')}.`;
}

async function count(
  { environment, flow, node }: Place,
  { limiter }: GuardPorts,
  client: string | null,
  limits: CallLimit[],
): Promise<Record<string, string>> {
  if (limits.length === 0) return {};
  return await limiter.take({ environmentId: environment.id, flow, node, client }, limits);
}

/** A signature is for one request: the same again is told what it was told, another one is refused. */
async function useOnce(
  { keys }: Place,
  { store }: GuardPorts,
  { req, now }: Asked,
  way: NonNullable<DoorSettings['ways']['signature']>,
): Promise<string> {
  const stamp = single(req, TIMESTAMP)!;
  const given = hash('sha256', `${single(req, KEY_ID)} ${stamp} ${single(req, way.header)}`, 'buffer');
  const named = (keys?.idempotency ?? [])
    .filter((path) => path.startsWith('header:'))
    .map((path) => req.headers[path.slice(7).toLowerCase()]);
  const usedFor = hash('sha256', JSON.stringify([req.method, req.url, named]), 'buffer');
  const seconds = Number(stamp) + way.windowS - now / 1000 + 1;
  const mayBe = await useSignature(store, { hash: given, usedFor, seconds }).catch((error: unknown) => {
    throw storeRefusal(error);
  });
  if (!mayBe) throw unauthenticated('This signature was used for another request.', 'replayed');
  return `signature ${given.toString('hex')}`;
}

/** RFC 9745 and RFC 8594. */
function lifecycleHeaders({ deprecatedAt, sunsetAt, successor }: DoorSettings): Record<string, string> {
  return {
    ...(deprecatedAt === null ? {} : { deprecation: `@${Math.floor(Date.parse(deprecatedAt) / 1000)}` }),
    ...(sunsetAt === null ? {} : { sunset: new Date(sunsetAt).toUTCString() }),
    ...(successor === null ? {} : { link: `<${successor}>; rel="successor-version"` }),
  };
}

function secretHeaders({ settings: { ways }, proxies }: Place): string[] {
  const named = [ways.apiKey?.header, ways.signature?.header, ...proxies.map(({ certificate }) => certificate?.header)];
  return named.filter((name) => name !== undefined).map((name) => name.toLowerCase());
}
