import type { Receipt } from '@throughline/engine';
import { failure } from '../failure.ts';
import { place } from '../place.ts';
import { choice, optionalText } from '../settings.ts';

/**
 * What stands behind a step once it was answered, as its setting `reply` says. Throws before anything is delivered where the message
 * has no such place.
 */
export function replying(settings: Record<string, unknown>, message: string): (receipt: Receipt) => Receipt {
  const reply = (settings['reply'] ?? {}) as Record<string, unknown>;
  if (choice(reply, 'becomes', ['answer', 'message']) === 'answer') return (receipt) => receipt;
  const into = optionalText(reply, 'into');
  if (into === null) return (receipt) => ({ ...receipt, answer: message });
  place(message, into, 'null');
  return (receipt) => ({ ...receipt, answer: beside(message, into, receipt.answer) });
}

function beside(message: string, into: string, answer: string): string {
  try {
    return place(message, into, answer);
  } catch {
    throw failure('unknown-outcome', 'answer_malformed', 'The answer is JSON that cannot be kept in a message.');
  }
}
