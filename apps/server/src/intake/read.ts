import { decodeText, FormatError, parseHl7, parseJson } from '@throughline/formats';
import { Refusal } from './refusal.ts';

const JSON_TYPE = /^application\/(?:[\w.+-]*\+)?json\b/i;
const MAX_DEPTH = 128;

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
