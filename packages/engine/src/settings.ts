import type { FieldAt } from '@throughline/flow';

/** A step's config with every expression and template replaced by its value; `values` is JSON text parallel to `fields`. */
export function settingsOf(
  config: Record<string, unknown>,
  fields: FieldAt[],
  values: string | null,
): Record<string, unknown> {
  if (fields.length === 0 || values === null) return config;
  const settings = structuredClone(config);
  const resolved = JSON.parse(values) as unknown[];
  fields.forEach(({ path }, i) => {
    place(settings, path, resolved[i]);
  });
  return settings;
}

function place(root: Record<string, unknown>, path: (string | number)[], value: unknown): void {
  let at = root as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  at[path.at(-1)!] = value;
}
