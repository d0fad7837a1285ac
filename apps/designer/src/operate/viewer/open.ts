import { FormatError, formats, parseJson, stringifyJson } from '@throughline/formats';
import type { AnswerOf, api } from '../../api.ts';
import { readXml, XmlError } from './xml.ts';

export type Content = Omit<AnswerOf<(typeof api.runs)[':id']['message']['$get']>, 'revealedUntil'>;

export interface Opened {
  tree?: unknown;
  text?: string;
  bytes?: Uint8Array;
  problem: { code: string; sentence: string } | null;
}

/** Reads what the server let through: a masked tree as it is, revealed text by its format. */
export function openContent(content: Content): Opened {
  if (content.base64 !== undefined) return { bytes: bytesOf(content.base64), problem: content.problem };
  if (content.masked) {
    return {
      ...(content.tree === undefined ? {} : { tree: content.tree }),
      ...(content.text === undefined ? {} : { text: content.text }),
      problem: content.problem,
    };
  }
  const { text } = content;
  if (text === undefined) return { problem: content.problem };
  const bytes = new TextEncoder().encode(text);
  if (content.format === 'xml' && !content.cut) return { text, bytes, ...readMarkup(text) };
  const reader = formats.get(content.format);
  if (reader === undefined || content.cut) return { text, bytes, problem: content.problem };
  try {
    return { tree: reader.parse(bytes), text, bytes, problem: null };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { text, bytes, problem: { code: error.code, sentence: error.message } };
  }
}

function readMarkup(text: string): Pick<Opened, 'tree' | 'problem'> {
  try {
    return { tree: readXml(text), problem: null };
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return { problem: { code: error.code, sentence: error.message } };
  }
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(window.atob(base64), (char) => char.charCodeAt(0));
}

/** An edited text as it is sent: HL7 is edited with line ends that a person can see, and has its own. */
export function sourceText(text: string, format: string | undefined): string {
  return format === 'hl7v2' ? text.replaceAll('\n', '\r') : text;
}

/** Reads a text that is being edited: what it is, or where it is none. */
export function readText(text: string, format: string | undefined): { tree: unknown; problem: Opened['problem'] } {
  if (format === 'xml') {
    const { tree, problem } = readMarkup(text);
    return { tree, problem };
  }
  const reader = format === undefined ? undefined : formats.get(format);
  if (reader === undefined) return { tree: text, problem: null };
  try {
    return { tree: reader.parse(new TextEncoder().encode(sourceText(text, format))), problem: null };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { tree: undefined, problem: { code: error.code, sentence: error.message } };
  }
}

/** A message as a text that a person can edit; null where it may not be seen or is no text. Numbers keep all of their digits. */
export function editableText(
  content: { masked: boolean; text?: string | undefined; format: string } | undefined,
): string | null {
  if (content === undefined || content.masked || content.text === undefined) return null;
  if (content.format !== 'json') return content.text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  try {
    return stringifyJson(parseJson(content.text), { indent: 2 });
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return content.text;
  }
}
