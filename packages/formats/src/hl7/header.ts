import { peekText } from '../text/decode.ts';
import { STANDARD } from './delimiters.ts';
import { type Codec, codecFor } from './escape.ts';
import { readField } from './field.ts';
import { type Hl7Message, type Hl7Segment, keyOf } from './tree.ts';

/** How far into a broken source MSH may be looked for, in bytes or characters. */
const REACH = 8192;
const ALL_KINDS = 0xff;

/**
 * What can be read of MSH in something that may be no message at all. Where MSH-1 and MSH-2 are unusable, or name no escape
 * character, the standard's delimiters come back instead, so that an answer can always be written with them. Undefined when there
 * is no MSH at the beginning or behind a byte that is no text.
 */
export function readHeader(source: Hl7Message | Uint8Array | string): Hl7Segment | undefined {
  if (typeof source !== 'string' && !(source instanceof Uint8Array)) return headerOfTree(source);
  const text = typeof source === 'string' ? source.slice(0, REACH) : peekText(source, REACH);
  const start = /(?:^|[^ -~])MSH(?=[!-/:-@[-`{-~])/.exec(text);
  if (!start) return undefined;
  const line = text.slice(start.index + start[0].length).split(/[\r\n]/, 1)[0]!;
  const separator = line.charAt(0);
  const [encoding = '', ...values] = line.slice(1).split(separator);
  const codec = codecToAnswerWith(separator, encoding);
  const header = emptyHeader(codec);
  values.forEach((text, i) => {
    if (text === '') return;
    const field = readField({ text, codec, exact: { id: 'MSH' }, field: i + 3, needs: ALL_KINDS }, 0, text.length);
    if (field) header[keyOf('f', i + 3)] = field;
  });
  return header;
}

function headerOfTree({ segments: [first] }: Hl7Message): Hl7Segment | undefined {
  if (first?.id !== 'MSH') return undefined;
  const text = (field: unknown) => (typeof field === 'string' ? field : '');
  return { ...first, ...emptyHeader(codecToAnswerWith(text(first.f1?.[0]?.c1), text(first.f2?.[0]?.c1))) };
}

function emptyHeader({ delimiters }: Codec): Hl7Segment {
  const { field, component, repetition, escape: escaping, subcomponent, truncation } = delimiters;
  const encoding = [component, repetition, escaping, subcomponent, truncation].join('');
  return { id: 'MSH', f1: [{ c1: field }], f2: [{ c1: encoding }] };
}

function codecToAnswerWith(field: string, encoding: string): Codec {
  try {
    const codec = codecFor(field, encoding, 0);
    if (codec.delimiters.subcomponent) return codec;
  } catch {
    // Unusable delimiters are exactly what this answer is about.
  }
  return codecFor(STANDARD.field, STANDARD.encoding, 0);
}
