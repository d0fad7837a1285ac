import { createHash } from 'node:crypto';
import { type ClassOf, dataClassOfHl7, maskTree, maskX12, maskXml, shapeOf } from '@throughline/contracts';
import { decodeText, detect, FormatError, formats } from '@throughline/formats';
import { z } from 'zod';

/** What is shown of a message: bytes that were received, as far as the reader may see them. */
export const shown = z.object({
  contentType: z.string(),
  format: z.enum(['json', 'hl7v2', 'csv', 'xml', 'x12', 'edifact', 'text', 'binary']),
  size: z.int(),
  sha256: z.string(),
  masked: z.boolean(),
  /** Masked: the parsed message with personal values masked, where it can be parsed. */
  tree: z.unknown().optional(),
  /** Revealed: the text as it is. Masked and not parsed: its form only, of XML and X12 with elements and segments by their names. */
  text: z.string().optional(),
  /** Revealed, and no text in its character set. */
  base64: z.string().optional(),
  /** The beginning only; the whole is a download. */
  cut: z.boolean(),
  /** Why it cannot be read as what it claims to be. */
  problem: z.object({ code: z.string(), sentence: z.string() }).nullable(),
});

export type Shown = z.input<typeof shown>;

/** What a page can draw; a larger message is shown from its beginning. */
export const MOST = 8 * 1024 * 1024;
const SHAPE_MOST = 16 * 1024;

export interface Showing {
  contentType: string;
  isRevealed: boolean;
  classOf: ClassOf;
  hash: (text: string) => string;
}

export function showBytes(bytes: Buffer, { contentType, isRevealed, classOf, hash }: Showing): Shown {
  const text = textOf(bytes, contentType);
  const format = text === null ? 'binary' : detect(bytes);
  const base = {
    contentType,
    format,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    masked: !isRevealed,
    cut: bytes.length > MOST,
    problem: null,
  } satisfies Shown;
  if (isRevealed) {
    return text === null
      ? { ...base, base64: bytes.subarray(0, MOST).toString('base64') }
      : { ...base, text: base.cut ? text.slice(0, MOST) : text };
  }
  if (text === null) return base;
  if (format === 'xml' && !base.cut) return { ...base, text: maskXml(text) };
  if (format === 'x12' && !base.cut) return { ...base, text: maskX12(text) ?? shapes(text) };
  const reader = formats.get(format);
  if (reader === undefined || base.cut) return { ...base, text: shapes(text) };
  try {
    const tree = reader.parse(bytes);
    return { ...base, tree: format === 'hl7v2' ? maskHl7(tree, hash) : maskTree(tree, classOf, hash) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { ...base, text: shapes(text), problem: { code: error.code, sentence: error.message } };
  }
}

/** A JSON value on its way through the flow, as far as the reader may see it. */
export function showValue(value: unknown, { isRevealed, classOf, hash }: Omit<Showing, 'contentType'>): unknown {
  if (value === undefined) return undefined;
  if (isRevealed) return value;
  return isHl7(value) ? maskHl7(value, hash) : maskTree(value, classOf, hash);
}

/** Lines that code wrote: anything may stand in them. */
export function showLines(lines: readonly string[], isRevealed: boolean): string[] {
  return isRevealed ? [...lines] : lines.map(shapeOf);
}

function shapes(text: string): string {
  return text.slice(0, SHAPE_MOST).split('\n').map(shapeOf).join('\n');
}

function textOf(bytes: Buffer, contentType: string): string | null {
  const charset = /charset="?([\w.:-]+)/i.exec(contentType)?.[1];
  try {
    const text = decodeText(bytes, { charset, what: 'text' });
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

interface Hl7 {
  segments: ({ id: string } & Record<string, unknown>)[];
}

function isHl7(value: unknown): value is Hl7 {
  const segments = (value as Partial<Hl7> | null)?.segments;
  return Array.isArray(segments) && typeof segments[0]?.id === 'string';
}

function maskHl7(tree: unknown, hash: Showing['hash']): unknown {
  if (!isHl7(tree)) return maskTree(tree, () => undefined, hash);
  return {
    segments: tree.segments.map((segment) =>
      Object.fromEntries(
        Object.entries(segment).map(([name, field]) => {
          if (name === 'id') return [name, field];
          const dataClass = dataClassOfHl7(segment.id, Number(name.slice(1)));
          return [name, maskTree(field, () => dataClass, hash)];
        }),
      ),
    ),
  };
}
