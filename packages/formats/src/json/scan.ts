import { checkSize } from '../error.ts';
import { decodeText } from '../text/decode.ts';
import { readJson } from './read.ts';

export interface JsonLimits {
  /** Deepest nesting of arrays and objects; 128 when absent. */
  maxDepth?: number;
  /** Largest source, in bytes (or in characters, for text); unlimited when absent. */
  maxBytes?: number;
}

export const MAX_DEPTH = 128;

/**
 * Checks a source against the grammar (RFC 8259), the depth and the size without building anything and without recursion.
 * Throws `json_malformed`, `depth_limit`, `size_limit` or `encoding`. Duplicate keys are `parseJson`'s to find.
 */
export function scanJson(source: string | Uint8Array, limits: JsonLimits = {}): void {
  readJson(textOf(source, limits), limits.maxDepth ?? MAX_DEPTH, false);
}

export function textOf(source: string | Uint8Array, { maxBytes }: JsonLimits): string {
  checkSize(source.length, maxBytes, 'JSON', typeof source === 'string' ? 'characters' : 'bytes');
  return typeof source === 'string' ? source : decodeText(source, { what: 'JSON' });
}
