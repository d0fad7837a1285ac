import { environmentOfQuarantine, type Scope } from '@throughline/store';
import type { Deps } from '../../deps.ts';

export async function ofQuarantine({ params }: { params: { id: string } }, { store }: Deps): Promise<Scope | null> {
  const environment = await environmentOfQuarantine(store, params.id);
  return environment === null ? null : { environment };
}
