import { findRelease, promotionsOf, type Scope } from '@throughline/store';
import type { Deps } from '../../deps.ts';

/** A release lies in no environment: only what is promoted does. */
export async function ofRelease({ params }: { params: { release: string } }, { store }: Deps): Promise<Scope | null> {
  return (await findRelease(store, params.release)) === null ? null : { environment: null };
}

/** A promotion lies where it leads. */
export async function ofPromotion({ params }: { params: { id: string } }, { store }: Deps): Promise<Scope | null> {
  const [found] = await promotionsOf(store, { id: params.id });
  return found === undefined ? null : { environment: found.environment };
}
