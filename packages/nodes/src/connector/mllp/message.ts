import { createHash } from 'node:crypto';
import { buildHl7Bytes, frameMllp, type Hl7Message, parseHl7, parseJson, pick, setHl7 } from '@throughline/formats';
import { failure } from '../../failure.ts';
import { reading, treeOf } from '../../format.ts';

/** MSH-10 may hold 20 characters before version 2.7 (HL7 v2 chapter 2C, MSH-10). */
const CONTROL_ID_LENGTH = 20;

export interface Outgoing {
  /** The message in its MLLP frame. */
  frame: Uint8Array;
  controlId: string;
}

/**
 * The frame to send for a message: an HL7 tree, or HL7 text as a JSON string. `controlId` replaces MSH-10; null keeps what is
 * there. Throws class `data` with the format's own code.
 */
export function outgoing(message: string, controlId: string | null): Outgoing {
  return reading(() => {
    const value = parseJson(message);
    const came = typeof value === 'string' ? parseHl7(value) : treeOf(value);
    const tree = controlId === null ? came : setHl7(came, 'MSH-10', controlId);
    const frame = frameMllp(buildHl7Bytes(tree));
    const sent = controlId ?? pick(tree, 'MSH-10');
    if (sent === undefined) {
      throw failure('data', 'control_id_missing', 'The message has no control id.', { path: 'MSH-10' });
    }
    return { frame, controlId: sent };
  });
}

/** A control id that is the same over all attempts of a delivery: 80 bits of its key. */
export function controlIdOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, CONTROL_ID_LENGTH).toUpperCase();
}

export interface Acknowledgement {
  /** MSA-1: AA, AE, AR, CA, CE or CR (table 0008). */
  code: string;
  /** MSH-10 of the acknowledgement. */
  id: string | null;
  /** ERR-3.1 (table 0357), where the receiver gave one. */
  error: string | null;
  tree: Hl7Message;
}

/** Reads a frame's body as the acknowledgement of `controlId` (MSA-2); null when it answers another message or none. */
export function acknowledgement(body: Uint8Array, controlId: string): Acknowledgement | null {
  const tree = parseHl7(body);
  if (pick(tree, 'MSA-2') !== controlId) return null;
  return {
    code: pick(tree, 'MSA-1') ?? '',
    id: pick(tree, 'MSH-10') ?? null,
    error: pick(tree, 'ERR-3.1') ?? null,
    tree,
  };
}
