import { sniffDelimiter } from './csv/sniff.ts';
import { charsetOfMark, decodeText } from './text/decode.ts';

export type Detected = 'json' | 'hl7v2' | 'csv' | 'x12' | 'edifact' | 'xml' | 'text';

/** How much of the beginning is looked at, in bytes. */
const REACH = 16_384;

/** What bytes most likely are, from their beginning only; parsing is what proves it. */
export function detect(bytes: Uint8Array): Detected {
  const text = beginning(bytes).trimStart();
  if (/^(?:MSH|FHS|BHS)[^A-Za-z0-9\s]/.test(text)) return 'hl7v2';
  if (/^ISA[^A-Za-z0-9\s]/.test(text)) return 'x12';
  if (/^UNA.{4,6}\s*UN[BG]|^UNB[^A-Za-z0-9\s]/.test(text)) return 'edifact';
  if (/^</.test(text)) return 'xml';
  if (/^[{[]/.test(text)) return 'json';
  return isTable(text) ? 'csv' : 'text';
}

/** At least two lines that one delimiter cuts alike. */
function isTable(text: string): boolean {
  const delimiter = sniffDelimiter(text);
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line !== '');
  if (delimiter === undefined || lines.length === 0) return false;
  const widths = lines.slice(0, 5).map((line) => line.split(delimiter).length);
  return lines.length === 1
    ? widths[0]! > 2
    : widths[0]! > 1 && (text.includes('"') || widths.slice(0, -1).every((width) => width === widths[0]));
}

function beginning(bytes: Uint8Array): string {
  const first = bytes.subarray(0, REACH);
  const mark = charsetOfMark(first);
  const odd = mark === 'utf-16le' || mark === 'utf-16be' ? first.subarray(0, first.length & ~1) : first;
  try {
    return decodeText(odd);
  } catch {
    return decodeText(mark ? first.filter((byte) => byte !== 0) : first, { charset: 'iso-8859-1' }).replace(
      /^(?:ï»¿|ÿþ|þÿ)/,
      '',
    );
  }
}
