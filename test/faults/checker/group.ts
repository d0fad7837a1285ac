import type { Breach } from './evidence.ts';

export function grouped<T>(all: readonly T[], by: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const name = by(one);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [one]);
    else group.push(one);
  }
  return groups;
}

/** One breach naming these ids, or none when there are none. */
export function breach(invariant: string, ids: string[], what: string): Breach[] {
  return ids.length === 0 ? [] : [{ invariant, ids, sentence: `${ids.length} ${what}` }];
}
