import { acknowledge, FormatError, type Hl7Message, parseHl7 } from '@throughline/formats';
import type { Entry } from '../ledger/entry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Master } from '../master/master.ts';
import { sha256 } from '../rest/write.ts';
import { decideIssue } from './issue.ts';
import { type Refusal, refusal } from './refusal.ts';
import { decideRequisition } from './requisition.ts';
import { first, value } from './segment.ts';
import type { Stock, StockEffect } from './stock.ts';

type Decide = (stock: Stock, master: Master, message: Hl7Message) => StockEffect | Refusal;

const TAKEN: Record<string, Decide> = {
  'DFT^P03': decideIssue,
  'OMS^O05': decideRequisition,
  'OMN^O07': decideRequisition,
};

/** One frame, read as far as it can be. */
export interface Received {
  request: Pick<Entry, 'what' | 'key' | 'sha256' | 'content'>;
  bytes: Uint8Array;
  message: Hl7Message | null;
  /** Why it is no message. */
  fault: Refusal | null;
}

/** Never throws. */
export function read(bytes: Uint8Array): Received {
  const digest = sha256(bytes);
  try {
    const message = parseHl7(bytes);
    const msh = first(message, 'MSH');
    const what = [value(msh, 9), value(msh, 9, 2)].filter((part) => part !== '').join('^') || 'unknown';
    const content = sha256(JSON.stringify(message.segments.filter((segment) => segment !== msh)));
    const request = { what, key: value(msh, 10) || null, sha256: digest, content };
    return { request, bytes, message, fault: null };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const fault = refusal('AR', error.code, error.position.field ?? 'MSH', error.sentence);
    const request = { what: 'malformed', key: null, sha256: digest, content: digest };
    return { request, bytes, message: null, fault };
  }
}

/**
 * Decides, records and gives the acknowledgement's text (HL7 v2 original mode, 2.9.2); '' where nothing can be answered: no MSH, or
 * an acknowledgement. A message control id that came before with the same content is answered as before without a second effect;
 * what is behind MSH counts as content, since a sender may stamp a repeated message anew.
 */
export function receive(ledger: Ledger<StockEffect>, stock: Stock, master: Master, received: Received): string {
  const { request, message, fault } = received;
  const refused = (why: Refusal) => {
    const answer = negative(ledger, received, why);
    ledger.record({ ...request, outcome: 'refused', status: why.code, reference: null, effect: null, answer });
    return answer;
  };
  if (!message) return refused(fault ?? refusal('AR', '207', 'MSH', 'Not a message.'));
  if (request.key === null) return refused(refusal('AE', '101', 'MSH-10', 'The message control id is missing.'));
  const before = ledger.accepted(request.key);
  if (before && before.content !== request.content)
    return refused(refusal('AE', '205', 'MSH-10', 'This message control id came before with other content.'));
  if (before) {
    const { status, reference, answer } = before;
    ledger.record({ ...request, outcome: 'repeated', status, reference, effect: null, answer });
    return answer;
  }
  const decide = TAKEN[request.what];
  if (!decide) return refused(refusal('AR', '200', 'MSH-9', 'Taken here: DFT^P03, OMS^O05, OMN^O07.'));
  const decided = decide(stock, master, message);
  if ('code' in decided) return refused(decided);
  const answer = acknowledge(message, { code: 'AA', text: decided.id, ...stamp(ledger) }) ?? '';
  ledger.record({ ...request, outcome: 'accepted', status: 'AA', reference: decided.id, effect: decided, answer });
  return answer;
}

/** AE or AR with an ERR segment that names the place; '' where nothing can be answered. */
export function negative(ledger: Ledger<StockEffect>, { message, bytes }: Received, why: Refusal): string {
  const { code, condition, location, sentence } = why;
  const error = { location, code: condition, sentence };
  return acknowledge(message ?? bytes, { code, text: sentence, error, ...stamp(ledger) }) ?? '';
}

function stamp(ledger: Ledger<StockEffect>): { controlId: string; at: Date } {
  return { controlId: `ACK${ledger.size + 1}`, at: new Date() };
}
