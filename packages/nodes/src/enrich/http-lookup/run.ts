import type { HostInput, HostRun } from '@throughline/engine';
import { receiptOf } from '../../connector/http/outcome.ts';
import { requestOf, type Sending } from '../../connector/http/request.ts';
import type { Send } from '../../connector/http/run.ts';
import { failure } from '../../failure.ts';
import { place } from '../../place.ts';
import { choice, numberWithin, optionalText } from '../../settings.ts';

const DAY_S = 86_400;
const NOT_THERE: ReadonlySet<number> = new Set([404, 410]);

/** Reads one thing over HTTP (GET) and writes it into the message; answers are kept for `ttlS`, also "not there". */
export function enrichHttpLookup(send: Send): HostRun {
  return async (input) => {
    const into = optionalText(input.settings, 'into');
    const found = await look(input, send);
    const value = found ?? valueWhenMissing(input.settings);
    return { kind: 'out', port: 'out', message: value === null ? input.message : place(input.message, into, value) };
  };
}

/** JSON text of the answer, or null when there is none. */
async function look(input: HostInput, send: Send): Promise<string | null> {
  const { settings, reach } = input;
  const sending: Sending = { ...input, settings: { ...settings, method: 'GET' }, key: null };
  const ttlS = numberWithin(settings, 'ttlS', 300, 0, DAY_S);
  const key = await cacheKey(sending);
  const kept = ttlS === 0 ? undefined : reach.cache.get(key);
  if (kept !== undefined) return kept === '' ? null : kept;
  const answer = await send(sending);
  const found = NOT_THERE.has(answer.status) ? null : receiptOf(answer, sending).answer;
  if (ttlS > 0) reach.cache.set(key, found ?? '', ttlS);
  return found;
}

/** Two lookups share an answer only when they would send the same request as the same user. */
async function cacheKey(sending: Sending): Promise<string> {
  const { connection } = sending.settings;
  const user = typeof connection === 'string' && connection !== '' ? await sending.reach.connection(connection) : null;
  const { url, hostHeaders } = requestOf(sending, user);
  return `enrich.http-lookup ${JSON.stringify([user?.name ?? null, url.href, hostHeaders])}`;
}

/** JSON text to write instead, or null to leave the message as it is. */
function valueWhenMissing(settings: Record<string, unknown>): string | null {
  const missing = (settings['missing'] ?? {}) as Record<string, unknown>;
  const rule = choice(missing, 'do', ['stop', 'default', 'leave']);
  if (rule === 'leave') return null;
  if (rule === 'default') return JSON.stringify(missing['value'] ?? null);
  const path = optionalText(settings, 'field') ?? 'url';
  throw failure('data', 'lookup_missing', 'The lookup found nothing under this address.', { path });
}
