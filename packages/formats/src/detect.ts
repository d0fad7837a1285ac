import { firstLines, sniffDelimiter } from './csv/sniff.ts';
import { peekText } from './text/decode.ts';

export type Detected = 'json' | 'hl7v2' | 'csv' | 'x12' | 'edifact' | 'xml' | 'text';

/** How much of the beginning is looked at, in bytes. */
const REACH = 16_384;

/** What bytes most likely are, from their beginning only; parsing is what proves it. */
export function detect(bytes: Uint8Array): Detected {
  const text = peekText(bytes, REACH).replace(/^(?:ï»¿|ÿþ|þÿ|\s|\v)+/, '');
  if (/^(?:MSH|FHS|BHS)[^A-Za-z0-9\s]/.test(text)) return 'hl7v2';
  if (/^ISA[^A-Za-z0-9\s]/.test(text)) return 'x12';
  if (/^UNA.{4,6}\s*UN[BG]|^UNB[^A-Za-z0-9\s]/.test(text)) return 'edifact';
  if (/^</.test(text)) return 'xml';
  if (/^[{[]/.test(text)) return 'json';
  return isTable(text) ? 'csv' : 'text';
}

/** Most of the first lines have as many cells as the first one. One line alone is a table only without blanks behind commas. */
function isTable(text: string): boolean {
  const delimiter = sniffDelimiter(text);
  if (delimiter === undefined) return false;
  const widths = firstLines(text).map((line) => line.split(delimiter).length);
  const alike = widths.filter((width) => width === widths[0]).length / widths.length;
  return widths.length > 1 ? alike > 0.6 : widths[0]! > 2 && !text.includes(', ');
}
