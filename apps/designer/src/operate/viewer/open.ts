import { FormatError, formats, parseJson, stringifyJson } from '@throughline/formats';
import type { AnswerOf, api } from '../../api.ts';
import { readX12, X12Error } from './x12.ts';
import { readXml, XmlError } from './xml.ts';

export type Content = Omit<AnswerOf<(typeof api.runs)[':id']['message']['$get']>, 'revealedUntil'>;

export interface Opened {
  tree?: unknown;
  text?: string;
  bytes?: Uint8Array;
  problem: { code: string; sentence: string } | null;
}

/** Reads what the server let through: a masked tree as it is, text by its format; masked XML and X12 have their names and the form of values. */
export function openContent(content: Content): Opened {
  if (content.base64 !== undefined) return { bytes: bytesOf(content.base64), problem: content.problem };
  if (content.masked) {
    const form = content.cut || content.text === undefined ? undefined : ownReaders[content.format]?.(content.text);
    return {
      ...(form?.tree === undefined ? {} : { tree: form.tree }),
      ...(content.tree === undefined ? {} : { tree: content.tree }),
      ...(content.text === undefined ? {} : { text: content.text }),
      problem: content.problem,
    };
  }
  const { text } = content;
  if (text === undefined) return { problem: content.problem };
  const bytes = new TextEncoder().encode(text);
  const own = ownReaders[content.format];
  if (own !== undefined && !content.cut) return { text, bytes, ...own(text) };
  const reader = formats.get(content.format);
  if (reader === undefined || content.cut) return { text, bytes, problem: content.problem };
  try {
    return { tree: reader.parse(bytes), text, bytes, problem: null };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { text, bytes, problem: { code: error.code, sentence: error.message } };
  }
}

/** Formats that are read for the eye alone: what no door understands. */
const ownReaders: Partial<Record<string, (text: string) => { tree?: unknown; problem: Opened['problem'] }>> = {
  xml: (text) => attempt(() => ({ tree: readXml(text), problem: null })),
  x12: (text) => attempt(() => readX12(text)),
};

function attempt<T>(read: () => T): T | Pick<Opened, 'problem'> {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof XmlError || error instanceof X12Error)) throw error;
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
  const own = ownReaders[format ?? ''];
  if (own !== undefined) return { tree: undefined, ...own(text) };
  const reader = format === undefined ? undefined : formats.get(format);
  if (reader === undefined) return { tree: text, problem: null };
  try {
    return { tree: reader.parse(new TextEncoder().encode(sourceText(text, format))), problem: null };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { tree: undefined, problem: { code: error.code, sentence: error.message } };
  }
}

export type Editable = Pick<Content, 'masked' | 'text' | 'format' | 'cut' | 'contentType'>;

const CHARSET = /charset="?(?!utf-?8\b|us-ascii\b)([\w.:-]+)/i;

/** Why no copy of a message can be edited, with what to do; null where one can. */
export function whyUneditable({
  masked,
  text,
  cut,
  contentType,
}: Editable): { title: string; sentence: string } | null {
  if (masked) {
    return {
      title: 'Reveal the message first',
      sentence: 'A copy holds all values, so it can be edited only while the message is revealed to you.',
    };
  }
  if (text === undefined) return { title: 'These bytes are no text', sentence: 'Ask the sender to send it again.' };
  if (cut) {
    return {
      title: 'It is too large to edit here',
      sentence: 'Only its beginning is shown. Download it, mend it, and send it to its door again.',
    };
  }
  const charset = CHARSET.exec(contentType)?.[1];
  if (charset !== undefined && /\P{ASCII}/u.test(text)) {
    return {
      title: `It is written in ${charset}`,
      sentence: 'A copy would be in UTF-8, which its readers do not expect. Ask the sender to send it again.',
    };
  }
  return null;
}

/** A message as a text that a person can edit; null where no copy can be. Numbers keep all of their digits. */
export function editableText(content: Editable | undefined): string | null {
  if (content?.text === undefined || whyUneditable(content) !== null) return null;
  if (content.format !== 'json') return content.text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  try {
    return stringifyJson(parseJson(content.text), { indent: 2 });
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return content.text;
  }
}
