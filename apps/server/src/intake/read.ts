import { decodeText, FormatError, parseHl7, parseJson } from '@throughline/formats';
import type { Step } from './doors.ts';
import { Refusal } from './refusal.ts';

const JSON_TYPE = /^application\/(?:[\w.+-]*\+)?json\b/i;
const MAX_DEPTH = 128;
const DEFAULT_LIMIT_MB = 5;

/** Bytes that a trigger with this config takes at most. */
export function limitOf(config: Step['config']): number {
  return Math.round(Number(config['limitMb'] ?? DEFAULT_LIMIT_MB) * 1024 * 1024);
}

export function tooLarge(max: number): Refusal {
  return new Refusal(413, 'size_limit', `The message is larger than this door's limit of ${max} bytes.`, {
    limit: max,
  });
}

/** The form in which a trigger's messages come. */
export function formatOf({ type, config }: Step): string {
  return type === 'trigger.mllp' ? 'hl7v2' : String(config['format'] ?? 'json');
}

/**
 * Reads a message in the form its door expects, to find its keys and to refuse at the door what no step could read. What is stored
 * is the raw bytes, never this tree. Throws Refusal: 415 for another form, 400 with a position for a broken one.
 */
export function readMessage(format: string, raw: Buffer, contentType: string): unknown {
  try {
    if (format === 'json') {
      if (!JSON_TYPE.test(contentType)) {
        throw new Refusal(415, 'content_type', 'This door takes JSON: send Content-Type: application/json.');
      }
      return parseJson(decodeText(raw, { what: 'JSON' }), { maxDepth: MAX_DEPTH });
    }
    if (format === 'hl7v2') return parseHl7(raw);
    return undefined;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { code, message, position } = error;
    throw new Refusal(code === 'size_limit' ? 413 : 400, code, message, { position });
  }
}
