import { createHash } from 'node:crypto';
import { buildHl7Bytes, FormatError, type Hl7Message, type Hl7Segment, parseHl7 } from '@throughline/formats';
import { failure } from '../../failure.ts';

/** MSH-10 may hold 20 characters before version 2.7 (HL7 v2 chapter 2C, MSH-10). */
const CONTROL_ID_LENGTH = 20;

export interface Outgoing {
  bytes: Uint8Array;
  controlId: string;
}

/**
 * The bytes to send for a message: an HL7 tree, or HL7 text as a JSON string. `controlId` replaces MSH-10; null keeps what is
 * there. Throws class `data` with the format's own code.
 */
export function outgoing(message: string, controlId: string | null): Outgoing {
  try {
    const tree = treeOf(JSON.parse(message));
    const header = tree.segments[0];
    if (controlId !== null && header !== undefined) header.f10 = [{ c1: controlId }];
    const bytes = buildHl7Bytes(tree);
    const kept = controlId ?? firstOf(header, 'f10');
    if (kept === '') throw failure('data', 'control_id_missing', 'The message has no control id.', { path: 'MSH-10' });
    return { bytes, controlId: kept };
  } catch (error) {
    if (error instanceof FormatError) throw failure('data', error.code, error.sentence, { path: error.position.field });
    throw error;
  }
}

function treeOf(value: unknown): Hl7Message {
  if (typeof value === 'string') return parseHl7(value);
  const segments = (value as { segments?: unknown } | null)?.segments;
  if (Array.isArray(segments) && segments.length > 0) return value as Hl7Message;
  throw failure('data', 'hl7_no_msh', 'The message is neither HL7 text nor a tree of segments.', { path: 'segments' });
}

/** A control id that is the same over all attempts of a delivery: 80 bits of its key. */
export function controlIdOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, CONTROL_ID_LENGTH).toUpperCase();
}

export interface Acknowledgement {
  /** MSA-1: AA, AE, AR, CA, CE or CR (table 0008). */
  code: string;
  /** MSH-10 of the acknowledgement. */
  id: string;
  /** ERR-3.1 (table 0357), where the receiver gave one. */
  error: string;
  text: Hl7Message;
}

/** Reads a frame as the acknowledgement of `controlId` (MSA-2); null when it answers another message or none. */
export function acknowledgement(frame: Uint8Array, controlId: string): Acknowledgement | null {
  const text = parseHl7(frame);
  const find = (id: string) => text.segments.find((segment) => segment.id === id);
  const msa = find('MSA');
  if (firstOf(msa, 'f2') !== controlId) return null;
  return { code: firstOf(msa, 'f1'), id: firstOf(text.segments[0], 'f10'), error: firstOf(find('ERR'), 'f3'), text };
}

function firstOf(segment: Hl7Segment | undefined, field: `f${number}`): string {
  const first = segment?.[field]?.[0]?.c1;
  return typeof first === 'string' ? first : '';
}
