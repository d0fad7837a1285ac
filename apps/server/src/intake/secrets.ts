import { onLiveChange, readSecret, type Store } from '@throughline/store';
import type { SecretOf } from './authenticate.ts';

/** So long a secret is believed to be the same, should nobody have said that it changed. */
const KEPT_MS = 2_000;

/** Secrets that doors ask for, kept while messages come in close together, and read again as soon as one is set. */
export async function keepSecrets(store: Store): Promise<{ of: SecretOf; close(): Promise<void> }> {
  let known = new Map<string, { at: number; value: Promise<string | null> }>();
  const stopListening = await onLiveChange(store, () => {
    known = new Map();
  });
  return {
    of(environment, name) {
      const key = `${environment}/${name}`;
      const found = known.get(key);
      if (found !== undefined && performance.now() - found.at < KEPT_MS) return found.value;
      const value = readSecret(store, environment, name);
      const mine = known;
      value.catch(() => mine.delete(key));
      known.set(key, { at: performance.now(), value });
      return value;
    },
    close: stopListening,
  };
}
