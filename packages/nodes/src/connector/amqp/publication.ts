import type { Delivery } from '@throughline/engine';
import { bodyOf } from '../../body.ts';
import { invalid, optionalText, textRecord } from '../../settings.ts';

/** A short string of AMQP 0-9-1 section 4.2.5.3, in bytes. */
const MAX_SHORT = 255;

export interface Publication {
  exchange: string;
  routingKey: string;
  headers: Record<string, string>;
  body: { text: string; type: string };
}

/** What would be published. Throws `setting_invalid` for what AMQP cannot carry. */
export function publicationOf({ message, settings }: Pick<Delivery, 'message' | 'settings'>): Publication {
  const short = (name: string) => {
    const value = optionalText(settings, name) ?? '';
    if (Buffer.byteLength(value) > MAX_SHORT) throw invalid(name, `is longer than ${MAX_SHORT} bytes`);
    if (/\p{Cc}/u.test(value)) throw invalid(name, 'holds control characters');
    return value;
  };
  const headers = textRecord(settings, 'headers');
  const long = headers.find(([name, value]) => Buffer.byteLength(name) > MAX_SHORT || /\0/.test(name + value));
  if (long !== undefined) throw invalid('headers', 'has a name that is too long, or a NUL');
  return {
    exchange: short('exchange'),
    routingKey: short('routingKey'),
    headers: Object.fromEntries(headers),
    body: bodyOf(message),
  };
}
