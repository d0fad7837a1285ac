import { detect, FormatError, formats, json, type Position } from '@throughline/formats';

export interface Unread {
  body: Uint8Array;
  contentType?: string | undefined;
  /** Left out: by the content type, else by the look of the bytes. */
  format?: 'json' | 'hl7v2' | 'csv' | 'text' | undefined;
  csv?: { delimiter: string; header: boolean } | undefined;
}

export type Read =
  | { format: string; tree: unknown }
  | { format: string; problem: { code: string; sentence: string } & Partial<Position> };

const MAX_DEPTH = 128;

/** Reads a message as a trigger would, or says where it is not what it should be. The tree is JSON. */
export function parse({ body, contentType, format, csv }: Unread): Read {
  const name = format ?? byType(contentType) ?? detect(body);
  const known = formats.get(name);
  try {
    if (known === undefined) return { format: name, tree: new TextDecoder().decode(body) };
    const options = name === 'json' ? { maxDepth: MAX_DEPTH } : name === 'csv' ? (csv ?? {}) : {};
    const tree = known.parse(body, options);
    return { format: name, tree: JSON.parse(new TextDecoder().decode(json.build(tree))) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { code, sentence, position } = error;
    return { format: name, problem: { code, sentence, ...position } };
  }
}

function byType(contentType: string | undefined): string | undefined {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (type === undefined) return undefined;
  for (const { name, mediaTypes } of formats.values()) if (mediaTypes.includes(type)) return name;
  if (/\+json$/.test(type)) return 'json';
  return /hl7-v2/.test(type) ? 'hl7v2' : undefined;
}
