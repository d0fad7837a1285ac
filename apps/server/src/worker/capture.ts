/** What traces keep of messages: everything, shapes, or nothing but timing. */
export type Capture = 'full' | 'shapes' | 'none';

/** The step records of a stretch (JSON texts) as one JSON text, with as much of messages as may be kept. */
export function captured(records: readonly string[], capture: Capture): string {
  if (capture === 'full') return `[${records.join(',')}]`;
  return JSON.stringify(
    records.map((record) => {
      const { out, log: _, ...rest } = JSON.parse(record) as Record<string, unknown>;
      return out === undefined || capture === 'none' ? rest : { ...rest, out: shapeOf(out) };
    }),
  );
}

/** The same tree with what each value is in its place: `text 12`, `number`, `true or false`, `null`. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null) return 'null';
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
  }
  if (typeof value === 'string') return `text ${value.length}`;
  return typeof value === 'boolean' ? 'true or false' : 'number';
}
