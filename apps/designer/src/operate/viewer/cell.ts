/** The cell that a path into records means: `[2].item`; a column is null where the whole row is meant. Null for any other path. */
export function cellAt(path: string): { row: number; column: string | null } | null {
  const [, row, column] = /^\[(\d+)\](?:\.(.+))?$/.exec(path) ?? [];
  return row === undefined ? null : { row: Number(row), column: column ?? null };
}
