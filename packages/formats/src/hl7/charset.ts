import { charsetOf, requireCharset } from '../text/charset.ts';
import type { Hl7Message } from './tree.ts';

/** The character set MSH-18 of a message in bytes declares (its first repetition, 2.14.9.18), if any; throws `charset_unsupported`. */
export function declaredCharset(bytes: Uint8Array): string | undefined {
  let at = 0;
  while (at < bytes.length && bytes[at]! <= 32) at++;
  const separator = bytes[at + 3];
  const repetition = bytes[at + 5];
  let seen = 0;
  let label = '';
  for (let i = at + 3; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === 13 || byte === 10) break;
    if (byte === separator) {
      if (++seen > 17) break;
    } else if (seen === 17) {
      if (byte === repetition) break;
      label += String.fromCharCode(byte);
    }
  }
  return label === '' || label === '""' ? undefined : requireCharset(label, 'HL7 message');
}

/** The character set a tree's MSH-18 declares, as far as it is one that can be written here. */
export function charsetOfTree(message: Hl7Message): string | undefined {
  const declared = message.segments[0]?.f18;
  const first = Array.isArray(declared) ? declared[0]?.c1 : undefined;
  return typeof first === 'string' ? charsetOf(first) : undefined;
}
