import type { Field, Problem } from '@throughline/flow';
import { fieldText } from './field-text.ts';

/** Why a request has nowhere to go: no address at all, or one that wants a base and no connection to give it. */
export function addressProblems({ url, connection }: { url: Field; connection?: string | undefined }) {
  if (connection !== undefined) return [];
  const text = fieldText(url);
  const problem = (code: string, sentence: string, field: string): Omit<Problem, 'node'>[] => {
    return [{ severity: 'error', code, sentence, field }];
  };
  if (url === '') return problem('address_missing', 'Name an address or a connection.', '/url');
  const isOpen = typeof url !== 'string' && ('expr' in url || text.startsWith('{{'));
  if (isOpen || /^https?:/i.test(text)) return [];
  const sentence = 'This address is only the end of one: choose the connection whose base address it belongs to.';
  return problem('connection_missing', sentence, '/connection');
}
