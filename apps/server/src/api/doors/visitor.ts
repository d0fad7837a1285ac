import { createHash } from 'node:crypto';
import { type Client, countTry, findClientByKey, forgiveTry, type Store } from '@throughline/store';
import { Refusal } from '../refusal.ts';

export const CLIENT_KEY = 'x-client-key';

/** The client whose catalogue is read, by its catalogue key or API key. Throws Refusal 401, alike for every reason, and 429. */
export async function visitorOf(store: Store, key: string | undefined, address: string | null): Promise<Client> {
  if (key === undefined || key === '') throw refused();
  const tries = [
    createHash('sha256')
      .update(`catalogue ${address ?? 'unknown'}`)
      .digest(),
  ];
  const wait = await countTry(store, tries);
  if (wait !== null) {
    const headers = { 'retry-after': String(wait) };
    throw new Refusal(429, 'catalogue_throttled', `Too many tries; try again in ${wait} seconds.`, { headers });
  }
  const client = await findClientByKey(store, key);
  if (client === null) throw refused();
  await forgiveTry(store, tries);
  return client;
}

function refused(): Refusal {
  return new Refusal(
    401,
    'client_key_refused',
    'This is no key of a client that is good; a program sends its key in X-Client-Key.',
  );
}
