import { placeOfRun, type Scope } from '@throughline/store';
import type { Deps } from '../../deps.ts';

/** A run lies in the environment of its deployment and the folder of its flow. */
export async function ofRun({ params }: { params: { id: string } }, { store }: Deps): Promise<Scope | null> {
  const place = await placeOfRun(store, params.id);
  return place === null ? null : { environment: place.environment, folder: place.folder };
}
