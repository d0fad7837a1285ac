import type { Store } from '../client.ts';
import { type EnvironmentSettings, environment } from '../schema/tables.ts';

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
