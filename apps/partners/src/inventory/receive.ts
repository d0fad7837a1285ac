import { acknowledge, type Hl7Message, parseHl7 } from '@throughline/formats';
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

export interface Received {
  what: string;
  key: string | null;
  sha256: string;
  content: string;
  message: Hl7Message | null;
}

/** The bytes of one frame read as far as they can be; never throws. */
export function read(bytes: Uint8Array): Received {
  const digest = sha256(bytes);
  try {
    const message = parseHl7(bytes);
    const msh = first(message, 'MSH');
    const what = [value(msh, 9), value(msh, 9, 2)].filter((part) => part !== '').join('^') || 'unknown';
    const content = sha256(JSON.stringify(message.segments.filter((segment) => segment !== msh)));
    return { what, key: value(msh, 10) || null, sha256: digest, content, message };
  } catch {
    return { what: 'malformed', key: null, sha256: digest, content: digest, message: null };
  }
}

/**
 * Decides, records and gives the acknowledgement's text (HL7 v2 original mode, 2.9.2). A message control id that came before with the
 * same content is answered as before without a second effect; what is behind MSH counts as content, since a sender may stamp a
 * repeated message anew.
 */
export function receive(ledger: Ledger<StockEffect>, stock: Stock, master: Master, received: Received): string {
  const { message, ...request } = received;
  const refused = (why: Refusal) => {
    const answer = negative(message, why);
    ledger.record({ ...request, outcome: 'refused', status: why.code, reference: null, effect: null, answer });
    return answer;
  };
  if (!message) return refused(refusal('AR', '207', 'MSH', 'Not an HL7 v2 message.'));
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
  const answer = acknowledge(message, { code: 'AA', text: decided.id });
  ledger.record({ ...request, outcome: 'accepted', status: 'AA', reference: decided.id, effect: decided, answer });
  return answer;
}

/** AE or AR with an ERR segment; for bytes that are no message, one that names no control id. */
export function negative(message: Hl7Message | null, why: Refusal): string {
  const { code, text, condition, conditionText, location } = why;
  const error = { location, code: condition, text: conditionText, severity: 'E' as const, userMessage: text };
  return acknowledge(message, { code, text, error });
}
