import type { AnyDefinition } from '@throughline/flow';
import { definitions } from '@throughline/nodes/definitions';
import { kinds } from '../../frame/kinds.tsx';
import { otherWords } from './other-words.ts';

/** Node types that fit what somebody typed, best first; all of them, in the palette's order, for nothing. */
export function findTypes(query: string, fits: (definition: AnyDefinition) => boolean = () => true): AnyDefinition[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return definitions
    .filter(fits)
    .map((definition) => ({ definition, rank: rankOf(definition, words) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ definition }) => definition);
}

/** Every word must be found: in the name best, then in the kind or type, in what others call it, and in what it says it does. */
function rankOf({ name, summary, kind, type, help }: AnyDefinition, words: readonly string[]): number {
  let rank = 1;
  for (const word of words) {
    const places: [string, number][] = [
      [name.toLowerCase(), 8],
      [`${kinds[kind].label} ${type}`.toLowerCase(), 4],
      [otherWords[type] ?? '', 3],
      [summary.toLowerCase(), 2],
      [help.toLowerCase(), 1],
    ];
    const found = places.find(([text]) => text.includes(word));
    if (found === undefined) return 0;
    rank += found[1] + (found[0].startsWith(word) ? 4 : 0);
  }
  return rank;
}
