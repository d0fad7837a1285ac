import type { ErrorClass, Receipt, StepFailure } from '@throughline/engine';
import type { HttpAnswer } from '../../egress/http/http.ts';
import { failure } from '../../failure.ts';
import { field, issueOf, refusedEntry } from './fhir.ts';
import type { Sending } from './request.ts';

const SMALL = 64_000;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Turns a final answer into a receipt, or throws the failure its status stands for. */
export function receiptOf(answer: HttpAnswer, sending: Sending): Receipt {
  if (!isExpected(answer.status, sending.settings['expect'])) throw refusal(answer, sending);
  const content = contentOf(answer, sending);
  const issue = issueOf(content.value);
  if (issue !== null) {
    const sentence = `The destination answered ${answer.status} with an OperationOutcome of severity error (${issue}).`;
    throw failure('rejected', 'operation_outcome', sentence);
  }
  const refused = refusedEntry(content.value);
  if (refused !== null) {
    const { count, of, first, status } = refused;
    const sentence = `The destination answered ${answer.status}, but refused ${count} of ${of} entries of the Bundle, first entry ${first} (${status}).`;
    throw failure('rejected', 'bundle_entry_refused', sentence);
  }
  return {
    status: String(answer.status),
    reference: referenceOf(answer, content),
    answer: content.text,
  };
}

function isExpected(status: number, expect: unknown): boolean {
  if (Array.isArray(expect) && expect.length > 0) return expect.map(Number).includes(status);
  return status >= 200 && status < 300;
}

/** The failure of an unexpected status. 502 and 504 come from a gateway that lost the answer of the one who may have acted. */
function refusal(answer: HttpAnswer, sending: Sending): StepFailure {
  const code = codeOf(answer, sending.message);
  const sentence = `The destination answered ${answer.status}${code === null ? '' : ` (${code})`}.`;
  return failure(classOf(answer.status, sending), `http_${answer.status}`, sentence, retryAfter(answer));
}

function classOf(status: number, sending: Sending): ErrorClass {
  if (status === 429) return 'rate-limited';
  if (status === 502 || status === 504) return isSafe(sending) ? 'unavailable' : 'unknown-outcome';
  if (status === 408 || status === 425 || status >= 500) return 'unavailable';
  return 'rejected';
}

/** RFC 9110 section 10.2.3: seconds, or a date. */
function retryAfter(answer: HttpAnswer): { retryAfterS?: number } {
  const written = answer.headers['retry-after'];
  if (typeof written !== 'string') return {};
  const seconds = /^\d{1,9}$/u.test(written) ? Number(written) : (Date.parse(written) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? { retryAfterS: Math.max(0, Math.ceil(seconds)) } : {};
}

/** A word the destination has for its refusal; nothing that reads like a sentence or stands in our own message. */
function codeOf(answer: HttpAnswer, message: string): string | null {
  if (answer.body.length > SMALL) return null;
  const value = parsed(answer.body.toString('utf8'));
  const found = issueOf(value) ?? field(value, 'code') ?? field(field(value, 'error'), 'code') ?? field(value, 'error');
  if (typeof found !== 'string' && typeof found !== 'number') return null;
  const word = String(found);
  return /^[A-Za-z][A-Za-z0-9_./-]{0,59}$/u.test(word) && !message.includes(word) ? word : null;
}

interface Content {
  text: string;
  value: unknown;
}

/** The answer as JSON text: JSON as it is, other text as a JSON string, nothing as null. */
function contentOf(answer: HttpAnswer, sending: Sending): Content {
  if (answer.body.length === 0) return { text: 'null', value: null };
  const type = String(answer.headers['content-type'] ?? '');
  const written = decode(answer.body, type);
  if (written === null) throw malformed(answer, sending, 'is not text in the charset it names');
  if (!/^application\/([\w.+-]+\+)?json\b/iu.test(type)) return { text: JSON.stringify(written), value: null };
  const value = parsed(written);
  if (value === undefined) throw malformed(answer, sending, 'says it is JSON and is not');
  return { text: written.trim(), value };
}

function malformed(answer: HttpAnswer, sending: Sending, why: string): StepFailure {
  const sentence = `The destination answered ${answer.status}, but its answer ${why}.`;
  return failure(isSafe(sending) ? 'rejected' : 'unknown-outcome', 'answer_malformed', sentence);
}

function isSafe(sending: Sending): boolean {
  return sending.settings['method'] === 'GET' || sending.settings['method'] === 'HEAD';
}

function decode(body: Buffer, type: string): string | null {
  const charset = /;\s*charset="?([\w-]+)/iu.exec(type)?.[1];
  try {
    return (charset === undefined ? UTF8 : new TextDecoder(charset, { fatal: true })).decode(body);
  } catch {
    return null;
  }
}

/** Location, else the `id` of a small JSON answer. */
function referenceOf(answer: HttpAnswer, content: Content): string | null {
  const location = answer.headers['location'];
  if (typeof location === 'string' && location.length <= 500) return location;
  if (content.text.length > SMALL) return null;
  const id = field(content.value, 'id');
  if (typeof id === 'string' && id.length <= 500) return id;
  return Number.isSafeInteger(id) ? String(id) : null;
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
