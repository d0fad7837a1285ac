import { randomBytes } from 'node:crypto';
import {
  createClient,
  type DoorSettings,
  type KeyWanted,
  makeKey,
  type NewKey,
  noDoorSettings,
  putDoor,
  system,
} from '@throughline/store';
import type { Arena } from './arena.ts';
import { knock } from './knock.ts';

export const tester = system('test');
export const KEYS = { idempotency: ['header:Idempotency-Key'], order: null, business: [], correlation: null };

export type Ways = Partial<DoorSettings['ways']>;

/** A live flow whose door lets registered clients in by these ways; answers its id. */
export async function managed(
  arena: Arena,
  ways: Ways,
  more: Partial<DoorSettings> = {},
  keys: object = KEYS,
): Promise<string> {
  const flow = await arena.flow([], { trigger: { authentication: { mode: 'clients' }, keys } });
  await setDoor(arena, flow, ways, more);
  return flow;
}

export function setDoor(arena: Arena, flow: string, ways: Ways, more: Partial<DoorSettings> = {}): Promise<void> {
  const settings = { ...noDoorSettings, ...more, ways: { ...noDoorSettings.ways, ...ways } };
  return putDoor(arena.stage.store, tester, { environment: 'dev', flow, node: 'in', settings });
}

/** A client that may come in by these flows' doors. */
export async function client(
  arena: Arena,
  flows: readonly string[],
  more: Partial<{ environment: string }> = {},
): Promise<string> {
  const doors = flows.map((flow) => ({ flow, node: 'in', rate: null, quota: null }));
  const name = `client ${randomBytes(4).toString('hex')}`;
  const wanted = { name, contact: 'them@partner.test', note: '', doors };
  return (await createClient(arena.stage.store, tester, more.environment ?? 'dev', wanted)).id;
}

export function key(arena: Arena, of: string, kind: 'api-key' | 'signature'): Promise<NewKey & { secret: string }> {
  return makeKey(arena.stage.store, tester, of, { kind, expiresAt: null }) as Promise<NewKey & { secret: string }>;
}

export function known(arena: Arena, of: string, kind: 'token' | 'certificate', match: string): Promise<NewKey> {
  const wanted: KeyWanted = { kind, match, expiresAt: null };
  return makeKey(arena.stage.store, tester, of, wanted);
}

/** Asks until the doors have heard what was set: an answer other than this status, or fails. */
export async function untilStatus(
  url: string,
  status: number,
  headers: Record<string, string> = {},
  body = '{}',
): Promise<void> {
  const end = Date.now() + 10_000;
  for (;;) {
    const answer = await knock(url, body, headers);
    if (answer.status === status) return;
    if (Date.now() > end) throw new Error(`still ${answer.status} ${answer.text}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
