import type { NodeKind } from '@throughline/flow';
import { kinds } from '../../frame/kinds.tsx';

/** The colour of a kind of node; quiet for a type that is not known here. */
export function kindColour(kind: NodeKind | undefined): string {
  return kind === undefined ? 'var(--quiet)' : kinds[kind].colour;
}
