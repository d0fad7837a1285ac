import { draftRevision, type Scope } from '@throughline/store';
import type { Deps } from '../../deps.ts';

/** A flow's document lies in no environment: only what is live does. */
export async function ofFlow({ params }: { params: { flow: string } }, { store }: Deps): Promise<Scope | null> {
  const revision = await draftRevision(store, params.flow);
  return revision === null ? null : { environment: null };
}
