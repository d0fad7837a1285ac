import { environmentOfClient, type Scope } from '@throughline/store';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';

export async function ofClient({ params }: { params: { id: string } }, { store }: Deps): Promise<Scope | null> {
  if (!z.uuid().safeParse(params.id).success) return null;
  const environment = await environmentOfClient(store, params.id);
  return environment === null ? null : { environment };
}
