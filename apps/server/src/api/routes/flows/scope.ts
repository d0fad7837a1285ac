import { draftRevision, folderOfFlow, type Scope } from '@throughline/store';
import type { Deps } from '../../deps.ts';

/** A flow's document lies in no environment: only what is live does. It lies in a folder. */
export async function ofFlow({ params }: { params: { flow: string } }, { store }: Deps): Promise<Scope | null> {
  const revision = await draftRevision(store, params.flow);
  return revision === null ? null : { environment: null, folder: (await folderOfFlow(store, params.flow)) ?? '' };
}

/** The same where the flow may not be there yet. */
export async function ofFlowToBe({ params }: { params: { flow: string } }, { store }: Deps): Promise<Scope> {
  return { environment: null, folder: (await folderOfFlow(store, params.flow)) ?? '' };
}

/** For what belongs to no flow and no environment. */
export async function ofNothing(): Promise<Scope> {
  return { environment: null, folder: null };
}
