import type { Store } from '../client.ts';
import { environment } from '../schema/tables.ts';
import type { EnvironmentSettings } from './settings.ts';

export interface Environment {
  id: number;
  name: string;
  title: string;
  colour: string;
  protected: boolean;
  settings: EnvironmentSettings;
}

export async function listEnvironments(store: Store): Promise<Environment[]> {
  return await store.db.select().from(environment).orderBy(environment.id);
}
