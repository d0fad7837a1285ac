import { hash } from 'node:crypto';
import { type Arrival, newId, packBody, type Store } from '@throughline/store';
import type { Door } from './doors.ts';
import { type KeyConfig, type Look, NO_KEYS } from './keys.ts';
import { SLOTS } from './place.ts';

/** A message at a door, authenticated and readable, about to be accepted. */
export interface Incoming {
  raw: Buffer;
  contentType: string;
  headers: Record<string, string>;
  /** Finds keys in the parsed message. */
  look: Look;
  params: Record<string, string>;
  /** What makes the message one of a kind although its content does not say so: the slot of a schedule. */
  sourceKey?: string;
  /** As that, where its keys say nothing either: a signature. */
  onceKey?: string | undefined;
  /** The client that sent it: its keys are its own. */
  client?: { id: string; name: string } | undefined;
  /** What the sender says ties messages together. */
  correlationId: string | null;
}

/** A message ready to be stored; one without an order key gets its lane with the others that are stored beside it. */
export type Arrived = Omit<Arrival, 'lane'> & { lane: Arrival['lane'] | null };

/** Names everything that has to be known before the message is stored: ids, keys, the lane of an ordered one. `now` is database time in milliseconds. */
export function arrive(store: Store, at: Door, incoming: Incoming, now: number): Arrived {
  const { look } = incoming;
  const id = newId(now);
  const door = at.candidate === null ? at : chosen(at, at.candidate, look, id);
  const { live, step } = door;
  const keys = (step.config['keys'] as KeyConfig | undefined) ?? NO_KEYS;
  const business: Record<string, string> = {};
  const stored: [string, string][] = [];
  for (const key of keys.business) {
    const value = look(key.path);
    if (value === undefined) continue;
    business[key.name] = value;
    const personal = key.class === 'phi' || key.class === 'pii';
    stored.push([key.name, personal ? store.keys.blind(value) : value.slice(0, 200)]);
  }
  const correlationId =
    incoming.correlationId ?? (keys.correlation === null ? undefined : look(keys.correlation)) ?? id;
  const digest = hash('sha256', incoming.raw, 'hex');
  const { client } = incoming;
  const found = incoming.sourceKey ?? joined(keys.idempotency, look) ?? incoming.onceKey ?? fileKey(step, digest) ?? id;
  const source = client === undefined ? found : `${client.id}\n${found}`;
  const kind = [live.environment, live.flow, step.node, source, digest];
  const context = JSON.stringify({
    messageId: id,
    runId: id,
    correlationId,
    environment: live.environment,
    flow: live.flow,
    version: live.version,
    acceptedAt: new Date(now).toISOString(),
    keys: business,
    source: hash('sha256', kind.join('\n'), 'hex').slice(0, 32),
    variables: live.variables,
    trigger: {
      node: step.node,
      type: step.type,
      contentType: incoming.contentType,
      headers: incoming.headers,
      params: incoming.params,
      client: client?.name,
    },
  });
  return {
    id,
    deployment: live.deployment,
    pin: live.pin,
    node: step.node,
    step: door.index,
    sourceKey: hash('sha256', `${step.node}\n${source}`, 'hex').slice(0, 32),
    digest,
    correlationId,
    contentType: incoming.contentType,
    size: incoming.raw.length,
    sealed: store.keys.seal(packBody(context, incoming.raw), `message:${id}`),
    lane: laneOf(keys, look),
    keys: stored,
    reach: door.reach,
  };
}

/** A file without any other key is known by its content, and its records by that and their place in it. */
function fileKey({ config }: Door['step'], digest: string): string | undefined {
  return config['format'] === 'csv' ? `file ${digest}` : undefined;
}

/** Which version a message goes by while a release is phased in: messages of one key go the same way, so that their order holds. */
function chosen(door: Door, { door: next, rule }: NonNullable<Door['candidate']>, look: Look, id: string): Door {
  if (rule.kind === 'attribute') return rule.values.includes(look(rule.path) ?? '') ? next : door;
  const keys = (door.step.config['keys'] as KeyConfig | undefined) ?? NO_KEYS;
  const key = joined(keys.order?.paths ?? [], look) ?? joined(keys.idempotency, look) ?? id;
  const at = hash('md5', `${door.live.deployment} ${key}`, 'buffer').readUInt32BE(0) / 2 ** 32;
  return at < rule.share ? next : door;
}

/** Messages of one order key share a lane; a message without one is unordered. */
function laneOf(keys: KeyConfig, look: Look): Arrived['lane'] {
  const text = joined(keys.order?.paths ?? [], look)?.slice(0, 200);
  if (text === undefined) return null;
  const key = text.startsWith('#') ? `#${text}` : text;
  return { key, ordered: true, slot: hash('md5', key, 'buffer')[0]! % SLOTS };
}

/** The values of several paths as one key; undefined when none of them is there. */
function joined(paths: string[], look: Look): string | undefined {
  const parts = paths.map(look);
  return parts.every((part) => part === undefined) ? undefined : parts.map((part) => part ?? '').join(' ');
}
