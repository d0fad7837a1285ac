import { placeOfQuarantine, type Scope } from '@throughline/store';
import type { Deps } from '../../deps.ts';

export async function ofQuarantine({ params }: { params: { id: string } }, { store }: Deps): Promise<Scope | null> {
  return await placeOfQuarantine(store, params.id);
}
