import { buildHl7 } from './build.ts';
import { readHeader } from './header.ts';
import { parseHl7Path } from './path.ts';
import type { Hl7Message, Hl7Repetition, Hl7Segment } from './tree.ts';

/** HL7 table 0008: application accept, error, reject; commit accept, error, reject. */
export type AckCode = 'AA' | 'AE' | 'AR' | 'CA' | 'CE' | 'CR';

export interface AckError {
  /** HL7 path (`PID-3.1`) or segment id, where the error has a place. */
  location?: string;
  /** Our stable code, or a code of HL7 table 0357. */
  code: string;
  sentence: string;
}

export interface AckOptions {
  code: AckCode;
  /** For MSA-3 (before 2.7, where it was withdrawn). */
  text?: string;
  error?: AckError;
  /** MSH-10 of the acknowledgement itself. */
  controlId: string;
  /** When it is answered; written in UTC. */
  at: Date;
}

type Source = Hl7Message | Uint8Array | string;

/**
 * The acknowledgement of a message (2.9.2, 2.9.3): MSH-3 to MSH-6 swapped, delimiters, processing id, version and character set
 * of the message, MSA, and ERR for an error. Takes broken messages too and reads what it can of their MSH. Undefined where nothing
 * must be answered: no MSH can be found, or the message is itself an acknowledgement.
 */
export function acknowledge(source: Source, options: AckOptions): string | undefined {
  const header = readHeader(source);
  if (!header || isAck(source)) return undefined;
  const version = versionOf(header);
  const segments = [ackHeader(header, options, version), ackSegment(header, options, version)];
  if (options.error)
    segments.push(version >= 2.5 ? errorSegment(options.error) : oldErrorSegment(options.error, version));
  return buildHl7({ segments });
}

/** Whether answering would answer an answer: MSH-9.1 is ACK or MCF, or there is MSA and no message type. */
export function isAck(source: Source): boolean {
  const type = readHeader(source)?.f9?.[0]?.c1;
  if (type === 'ACK' || type === 'MCF') return true;
  return type === undefined && hasMsa(source);
}

function hasMsa(source: Source): boolean {
  if (typeof source === 'string') return /[\r\n]MSA[^A-Za-z0-9]/.test(source);
  if (source instanceof Uint8Array)
    return /[\r\n]MSA[^A-Za-z0-9]/.test(String.fromCharCode(...source.subarray(0, 8192)));
  return source.segments.some(({ id }) => id === 'MSA');
}

/** 2.5.1 is 2.51 here; what is no version counts as 2.5. */
function versionOf(header: Hl7Segment): number {
  const text = header.f12?.[0]?.c1;
  const found = typeof text === 'string' ? /^(\d+\.\d+)(?:\.(\d+))?/.exec(text) : null;
  return found ? Number(found[1] + (found[2] ?? '')) : 2.5;
}

function ackHeader(header: Hl7Segment, { controlId, at }: AckOptions, version: number): Hl7Segment {
  const { f3, f4, f5, f6, f9, f11, f12, f18 } = header;
  const type: Hl7Repetition = { c1: 'ACK' };
  const event = f9?.[0]?.c2;
  if (event !== undefined && version >= 2.2) type.c2 = event;
  if (version >= 2.31) type.c3 = 'ACK';
  const swapped = present({ f3: f5, f4: f6, f5: f3, f6: f4, f18 });
  return {
    id: 'MSH',
    ...present({ f1: header.f1, f2: header.f2 }),
    ...swapped,
    f7: [{ c1: timestamp(at) }],
    f9: [type],
    f10: [{ c1: controlId }],
    f11: f11 ?? [{ c1: 'P' }],
    f12: f12 ?? [{ c1: '2.5' }],
  };
}

function ackSegment(header: Hl7Segment, { code, text }: AckOptions, version: number): Hl7Segment {
  const note = text !== undefined && version < 2.7 ? [{ c1: text }] : undefined;
  return { id: 'MSA', f1: [{ c1: code }], ...present({ f2: header.f10, f3: note }) };
}

/** ERR as of 2.5 (2.14.5): location, HL7 code, severity, our code, sentence for people. */
function errorSegment({ location, code, sentence }: AckError): Hl7Segment {
  const place = placeOf(location);
  const erl =
    place && Object.fromEntries(place.flatMap((part, i) => (part === undefined ? [] : [[`c${i + 1}`, String(part)]])));
  const number = hl7Code(code);
  return {
    id: 'ERR',
    ...(erl ? { f2: [erl] } : {}),
    f3: [{ c1: number, c2: TABLE_0357.get(number)!, c3: 'HL70357' }],
    f4: [{ c1: 'E' }],
    ...(code === number ? {} : { f5: [{ c1: code, c3: 'L' }] }),
    f8: [{ c1: sentence }],
  };
}

/** ERR-1 before 2.5: segment, sequence, field, code; the code had text only from 2.3 on. */
function oldErrorSegment({ location, code }: AckError, version: number): Hl7Segment {
  const [segment, sequence, field] = placeOf(location) ?? [];
  const number = hl7Code(code);
  const coded = version < 2.3 ? number : { s1: number, s2: TABLE_0357.get(number)!, s3: 'HL70357' };
  const [c1, c2, c3] = [segment, sequence, field].map((part) => (part === undefined ? '' : String(part)));
  return { id: 'ERR', f1: [{ c1: c1!, c2: c2!, c3: c3!, c4: coded }] };
}

function placeOf(location: string | undefined): (string | number | undefined)[] | undefined {
  if (location === undefined) return undefined;
  const segment = /^([A-Z][A-Z0-9]{2})(?:\[([1-9]\d*)\])?$/.exec(location);
  if (segment) return [segment[1], Number(segment[2] ?? 1)];
  try {
    const path = parseHl7Path(location);
    return [
      path.segment,
      path.occurrence,
      path.field,
      path.repetition ?? (path.component && 1),
      path.component,
      path.subcomponent,
    ];
  } catch {
    return undefined;
  }
}

/** HL7 table 0357, message error condition codes. */
const TABLE_0357 = new Map(
  Object.entries({
    '0': 'Message accepted',
    '100': 'Segment sequence error',
    '101': 'Required field missing',
    '102': 'Data type error',
    '103': 'Table value not found',
    '104': 'Value too long',
    '200': 'Unsupported message type',
    '201': 'Unsupported event code',
    '202': 'Unsupported processing id',
    '203': 'Unsupported version id',
    '204': 'Unknown key identifier',
    '205': 'Duplicate key identifier',
    '206': 'Application record locked',
    '207': 'Application internal error',
  }),
);

const OUR_CODES = new Map(
  Object.entries({
    hl7_no_msh: '100',
    hl7_bad_segment: '100',
    hl7_several_messages: '100',
    hl7_batch: '100',
    hl7_bad_delimiters: '102',
    encoding: '102',
    charset_unsupported: '102',
  }),
);

function hl7Code(code: string): string {
  return TABLE_0357.has(code) ? code : (OUR_CODES.get(code) ?? '207');
}

/** DTM with seconds and offset, 20260314092653+0000. */
function timestamp(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}+0000`;
}

function present<T extends object>(fields: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
