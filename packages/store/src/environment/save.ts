import type { Store } from '../client.ts';
import { environment } from '../schema/tables.ts';
import type { EnvironmentSettings } from './settings.ts';

/** Makes an environment, or changes the one of that name. */
export async function saveEnvironment(
  store: Store,
  wanted: { name: string; title: string; colour: string; protected: boolean; settings: EnvironmentSettings },
): Promise<void> {
  const { name, ...rest } = wanted;
  await store.db.insert(environment).values(wanted).onConflictDoUpdate({ target: environment.name, set: rest });
}
