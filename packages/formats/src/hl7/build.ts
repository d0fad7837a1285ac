import { FormatError } from '../error.ts';
import { ExactNumber } from '../json/exact.ts';
import { encodeText } from '../text/encode.ts';
import { charsetOfTree } from './charset.ts';
import { STANDARD } from './delimiters.ts';
import { type Codec, codecFor, encodeLeaf, respell } from './escape.ts';
import { type Hl7Exact, type Hl7Message, MAX_PARTS, numberIn } from './tree.ts';

const TERMINATORS: readonly unknown[] = ['\r', '\n', '\r\n'];
const BLANK = /^[\r\n\t ]*$/;

/**
 * The text of a message. An untouched tree of `parseHl7` gives every character back; a changed or new one is written by the
 * standard, with what the sender wrote otherwise kept where it still fits. Takes what mappings make: a field may be text, a number
 * or one repetition instead of an array. Throws `hl7_bad_tree`, `hl7_bad_delimiters`, `hl7_unwritable`.
 */
export function buildHl7(message: Hl7Message): string {
  const { segments, encoding } = message;
  const first = Array.isArray(segments) ? segments[0] : undefined;
  if (first?.id !== 'MSH')
    throw new FormatError('hl7_no_msh', 'The first segment of a message must be MSH.', { offset: 0 });
  const codec = codecFor(plainText(first.f1) ?? STANDARD.field, plainText(first.f2) ?? STANDARD.encoding, 0);
  const terminator = TERMINATORS.includes(encoding?.terminator) ? encoding!.terminator : '\r';
  let text = encoding?.lead && BLANK.test(encoding.lead) ? encoding.lead : '';
  for (let i = 0; i < segments.length; i++) {
    const kept = encoding?.exact?.[i];
    const exact = kept?.id === segments[i]?.id ? kept : undefined;
    text += segmentText(segments[i], i, codec, exact);
    const end = exact?.end;
    text +=
      end !== undefined && BLANK.test(end) && (/[\r\n]/.test(end) || i === segments.length - 1) ? end : terminator;
  }
  return text;
}

/** The bytes of a message, in the character set it came in, or else the one MSH-18 declares, or UTF-8; also throws `encoding`. */
export function buildHl7Bytes(message: Hl7Message): Uint8Array {
  const charset = message.encoding?.charset ?? charsetOfTree(message);
  return encodeText(buildHl7(message), { charset, bom: message.encoding?.bom === true, what: 'HL7 message' });
}

interface Writer {
  readonly codec: Codec;
  readonly exact: Hl7Exact | undefined;
  readonly id: string;
  readonly index: number;
}

function segmentText(source: unknown, index: number, codec: Codec, exact: Hl7Exact | undefined): string {
  const segment = (source ?? {}) as Record<string, unknown>;
  const { id } = segment;
  if (typeof id !== 'string' || !/^[A-Z][A-Z0-9]{2}$/.test(id))
    throw badTree(`Segment ${index + 1}`, 'needs an id', index);
  if (id === 'MSH' && index > 0) throw badTree(`Segment ${index + 1}`, 'begins another message', index);
  const writer: Writer = { codec, exact, id, index };
  const fields = partsOf(segment, 'f', '', writer);
  const { field } = codec.delimiters;
  const isHeader = id === 'MSH';
  let text = isHeader ? id + field + (plainText(fields[2]) ?? STANDARD.encoding) : id;
  for (let number = isHeader ? 3 : 1; number < fields.length; number++) {
    const value = fields[number];
    text += value === undefined && !exact ? field : field + fieldText(value, number, writer);
  }
  return text;
}

function fieldText(value: unknown, number: number, writer: Writer): string {
  const plain = writer.exact ? undefined : plainField(value);
  if (plain !== undefined) return encodeLeaf(plain, writer.codec, writer.id);
  if (!Array.isArray(value)) return repetitionText(value, pathIn(writer, number, 1), writer);
  if (value.length > MAX_PARTS) throw badTree(`${writer.id}-${number}`, 'has too many repetitions', writer.index);
  let text = value.length === 0 ? '' : repetitionText(value[0], pathIn(writer, number, 1), writer);
  for (let i = 1; i < value.length; i++) {
    text += delimiterOf(writer, 'repetition', number) + repetitionText(value[i], pathIn(writer, number, i + 1), writer);
  }
  return text;
}

/** The text of a field that is one repetition of one component: most of them, and several times faster. */
function plainField(value: unknown): string | undefined {
  const only = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : undefined;
  if (typeof only !== 'object' || only === null) return undefined;
  const { c1 } = only as { c1?: unknown };
  return typeof c1 === 'string' && Object.keys(only).length === 1 ? c1 : undefined;
}

function repetitionText(value: unknown, path: string, writer: Writer): string {
  const parts =
    isScalar(value) && !writer.exact
      ? [undefined, value]
      : partsOf(isScalar(value) ? { c1: value } : value, 'c', path, writer);
  let text = '';
  for (let number = 1; number < parts.length; number++) {
    if (number > 1) text += writer.codec.delimiters.component;
    const component = parts[number];
    if (component !== undefined || writer.exact)
      text += componentText(component, pathBelow(writer, path, number), writer);
  }
  return text;
}

function componentText(value: unknown, path: string, writer: Writer): string {
  if (isScalar(value)) {
    const count = countAt(writer, path);
    const { subcomponent } = writer.codec.delimiters;
    const text = leafText(value, path, writer);
    return count > 1 && subcomponent ? text + subcomponent.repeat(count - 1) : text;
  }
  const parts = partsOf(value, 's', path, writer);
  let text = '';
  for (let number = 1; number < parts.length; number++) {
    if (number > 1) text += delimiterOf(writer, 'subcomponent', path);
    text += leafText(parts[number], pathBelow(writer, path, number), writer);
  }
  return text;
}

function leafText(value: unknown, path: string, writer: Writer): string {
  if (value === undefined || value === null || value === '') return '';
  if (!isScalar(value) || Number.isNaN(value)) throw badTree(`${writer.id}-${path}`, 'must be text', writer.index);
  const text = String(value);
  const spellings = writer.exact?.spellings?.[path];
  const spelled = Array.isArray(spellings) && respell(text, spellings, writer.codec);
  return spelled || encodeLeaf(text, writer.codec, writer.id);
}

/** The parts under their numbers, as many as the sender wrote at least; throws for keys that name no part. */
function partsOf(value: unknown, kind: 'f' | 'c' | 's', path: string, writer: Writer): unknown[] {
  const parts: unknown[] = [];
  const source = value as Record<string, unknown>;
  for (const key of Object.keys(source)) {
    const number = numberIn(kind, key);
    if (number === 0 && kind === 'f' && key === 'id') continue;
    if (number === 0)
      throw badTree(`${writer.id}-${path}`, `has a key that is not ${kind}1, ${kind}2 and so on`, writer.index);
    const part = source[key];
    if (part === undefined) continue;
    while (parts.length < number) parts.push(undefined);
    parts[number] = part;
  }
  if (writer.exact) {
    // The first component may be nothing but counted subcomponents.
    const count = Math.max(countAt(writer, path), kind === 'c' ? 1 : 0);
    while (parts.length <= count) parts.push(undefined);
  }
  return parts;
}

/** Paths name places in `exact`; without one there is nothing to name. */
function pathIn({ exact }: Writer, number: number, repetition: number): string {
  return exact ? `${number}[${repetition}]` : String(number);
}

function pathBelow({ exact }: Writer, path: string, number: number): string {
  return exact ? `${path}.${number}` : path;
}

function countAt({ exact }: Writer, place: string): number {
  const count = exact?.counts?.[place];
  return typeof count === 'number' && count <= MAX_PARTS ? count : 0;
}

function delimiterOf(
  { codec, id, index }: Writer,
  kind: 'repetition' | 'subcomponent',
  place: string | number,
): string {
  const delimiter = codec.delimiters[kind];
  if (delimiter) return delimiter;
  const field = `${id}-${place}`;
  throw new FormatError('hl7_unwritable', `${field} needs a ${kind} delimiter, and MSH-2 names none.`, {
    offset: 0,
    segment: index + 1,
    field,
  });
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null || value instanceof ExactNumber;
}

/** Text of MSH-1 or MSH-2, which are written as they are. */
function plainText(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'string') return first;
  const text = typeof first === 'object' && first !== null ? (first as Record<string, unknown>)['c1'] : undefined;
  return typeof text === 'string' ? text : undefined;
}

function badTree(place: string, problem: string, index: number): FormatError {
  return new FormatError('hl7_bad_tree', `${place} ${problem}.`, { offset: 0, segment: index + 1, field: place });
}
