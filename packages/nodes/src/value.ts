/** The value at a dotted path of own properties, the whole without one; undefined where nothing is there. */
export function partAt(value: unknown, path: string | null): unknown {
  let here = value;
  for (const name of path === null ? [] : path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined;
    here = (here as Record<string, unknown>)[name];
  }
  return here;
}
