/** A finding about a document, placed so that a click can jump to it. */
export interface Problem {
  severity: 'error' | 'warning';
  /** Stable, searchable: `wire_to_missing_node`. */
  code: string;
  /** For people: what is wrong and what to do. */
  sentence: string;
  node?: string;
  /** Where in the node's config, as a JSON Pointer: `/cases/0/when`. */
  field?: string;
}

export function pointer(path: readonly (string | number | symbol)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
