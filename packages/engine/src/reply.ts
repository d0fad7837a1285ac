import { StepFailure } from './ports.ts';

/** The answer to a caller that waits. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  /** JSON text; a JSON string is sent as its text. */
  body: string;
}

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/u;
/** Printable Latin-1 and the tab: what a header can carry (RFC 9110 section 5.5). */
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/u;
/** They frame the answer, or act on everything else that a browser keeps of this server. */
const OURS = new Set([
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'set-cookie',
  'clear-site-data',
]);

/**
 * Reads a respond step's resolved settings: {status, headers, body}; without a body the message is the answer. Throws
 * `header_invalid` and `header_forbidden`, before anything is answered.
 */
export function replyOf(settings: Record<string, unknown>, message: string): Reply {
  const status = Number(settings['status'] ?? 200);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries((settings['headers'] ?? {}) as Record<string, unknown>)) {
    checkHeader(name, String(value));
    headers[name.toLowerCase()] = String(value);
  }
  const body = settings['body'];
  return {
    status: Number.isInteger(status) && status >= 100 && status <= 599 ? status : 500,
    headers,
    body: body === undefined || body === null || body === '' ? message : JSON.stringify(body),
  };
}

function checkHeader(name: string, value: string): void {
  const refuse = (code: string, sentence: string) =>
    new StepFailure({ code, class: 'data', sentence, path: 'headers' });
  if (!NAME.test(name)) throw refuse('header_invalid', 'A header of the answer has a name that none can have.');
  if (OURS.has(name.toLowerCase())) {
    throw refuse('header_forbidden', `The header ${name} is not a flow's to set in an answer.`);
  }
  if (!VALUE.test(value)) {
    throw refuse('header_invalid', `The header ${name} of the answer holds characters that a header cannot carry.`);
  }
}
