import type { RunContext } from '@throughline/engine';
import { failure } from '../../failure.ts';
import { traceparentOf } from '../../traceparent.ts';

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/u;
/** Printable Latin-1 and the tab: what a header can carry (RFC 9110 section 5.5). */
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/u;
/** They belong to the connection or to the framing of the request. */
const OURS = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'expect',
  'te',
  'trailer',
  'proxy-authorization',
  'proxy-connection',
]);

/** Checks a header; throws `header_invalid` for CR, LF, NUL and the like, `header_forbidden` for names that are ours. */
export function checkHeader(name: string, value: string): void {
  if (!NAME.test(name) || !VALUE.test(value)) {
    const shown = NAME.test(name) ? name : 'a header name';
    throw failure('data', 'header_invalid', `The header ${shown} holds characters that a header cannot carry.`);
  }
  if (OURS.has(name.toLowerCase())) {
    throw failure('data', 'header_forbidden', `The header ${name} is set by the connector itself.`);
  }
}

/** The ids by which both sides can find this message again. */
export function trackingHeaders(context: RunContext): Record<string, string> {
  const headers: Record<string, string> = {
    'X-Correlation-Id': context.correlationId,
    'X-Message-Id': context.messageId,
    traceparent: traceparentOf(context),
  };
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value);
  return headers;
}
