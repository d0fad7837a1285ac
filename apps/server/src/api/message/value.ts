import { decodeText, detect, FormatError, formats } from '@throughline/formats';

/** The message as its trigger gave it to the first step; undefined when its bytes cannot be read. */
export function receivedValue({ raw }: { raw: Buffer }): unknown {
  try {
    const reader = formats.get(detect(raw));
    if (reader === undefined) return decodeText(raw, { what: 'text' });
    const tree = reader.parse(raw);
    return JSON.parse(JSON.stringify(tree)) as unknown;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
