import { hash } from 'node:crypto';
import type { RunContext } from '@throughline/engine';

/** W3C Trace Context, section 3.2: version 00, trace id, parent id (none of them all zeros), flags. */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;
const TRACE_ID = /^[0-9a-f]{32}$/;

/** The sender's trace where it named one; else the run is a trace of its own, under its own id. */
export function traceOf(
  context: { trigger?: Partial<Pick<RunContext['trigger'], 'headers'>> },
  run: string,
): { traceId: string; parent: string | undefined; flags: string } {
  const [, traceId, parent, flags] = TRACEPARENT.exec(context.trigger?.headers?.['traceparent'] ?? '') ?? [];
  if (traceId !== undefined) return { traceId, parent, flags: flags! };
  const own = run.replaceAll('-', '');
  return { traceId: TRACE_ID.test(own) ? own : hashOf(run, 32), parent: undefined, flags: '01' };
}

/** The same span has the same id whoever names it: the worker that records it, or the partner that is told of it. */
export const spanId = (of: string): string => hashOf(of, 16);

/** What a partner is told, so that its own work hangs below this run. */
export function traceparentOf(context: RunContext): string {
  const { traceId, flags } = traceOf(context, context.runId);
  return `00-${traceId}-${spanId(context.runId)}-${flags}`;
}

function hashOf(text: string, length: number): string {
  return hash('sha256', text, 'hex').slice(0, length);
}
