import { spanId, traceOf } from '@throughline/nodes/runs';
import type { Going } from './lanes.ts';
import { contextOf } from './unit.ts';

/** A span as OTLP wants it (opentelemetry-proto, trace/v1, JSON form); attributes are ids and codes, never content. */
export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  /** 1 internal · 3 client · 5 consumer. */
  kind: 1 | 3 | 5;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: { stringValue: string } }[];
  status?: { code: 2; message: string };
}

/** What a stretch of a run did, as spans: the run's own where it begins, one for each step and each attempt that ended. */
export function spansOf({ unit, leg, attempts }: Going, now: number): Span[] {
  const context = contextOf(unit);
  const run = unit.work.run;
  const { traceId, parent } = traceOf(context, run);
  const root = spanId(run);
  const { plan } = unit.bound;
  const place = [attribute('throughline.run', run), attribute('throughline.message', unit.work.message)];
  const spans: Span[] = [];
  if (plan.steps[unit.work.step]?.place === 'trigger') {
    spans.push({
      traceId,
      spanId: root,
      ...(parent === undefined ? {} : { parentSpanId: parent }),
      name: plan.name,
      kind: 5,
      startTimeUnixNano: nanos(Date.parse(context.acceptedAt)),
      endTimeUnixNano: nanos(now),
      attributes: [
        ...place,
        attribute('throughline.flow', context.flow),
        attribute('throughline.version', String(context.version)),
        attribute('throughline.environment', context.environment),
      ],
    });
  }
  const records = leg === null ? [] : (JSON.parse(`[${leg.trace.join(',')}]`) as Recorded[]);
  let at = now - records.reduce((sum, { us }) => sum + us / 1000, 0);
  records.forEach(({ s, us, error }, i) => {
    const step = plan.steps[s];
    if (step === undefined) return;
    spans.push({
      traceId,
      spanId: spanId(`${run} ${unit.work.step} ${i}`),
      parentSpanId: root,
      name: step.name,
      kind: 1,
      startTimeUnixNano: nanos(at),
      endTimeUnixNano: nanos(at + us / 1000),
      attributes: [...place, attribute('throughline.node', step.node), attribute('throughline.type', step.type)],
      ...(error === undefined ? {} : { status: { code: 2, message: error.code } }),
    });
    at += us / 1000;
  });
  for (const { state, step, beganAt, us, number, error } of attempts) {
    if (state !== 'delivered' && state !== 'failed') continue;
    spans.push({
      traceId,
      spanId: spanId(`${run} ${step.node} attempt ${number}`),
      parentSpanId: root,
      name: step.name,
      kind: 3,
      startTimeUnixNano: nanos(beganAt.getTime()),
      endTimeUnixNano: nanos(beganAt.getTime() + us / 1000),
      attributes: [
        ...place,
        attribute('throughline.node', step.node),
        attribute('throughline.type', step.type),
        attribute('throughline.attempt', String(number)),
      ],
      ...(error === null ? {} : { status: { code: 2, message: error.code } }),
    });
  }
  return spans;
}

interface Recorded {
  s: number;
  us: number;
  error?: { code: string };
}

function attribute(key: string, value: string): Span['attributes'][number] {
  return { key, value: { stringValue: value } };
}

function nanos(ms: number): string {
  return `${Math.floor(ms)}${String(Math.round((ms % 1) * 1_000_000))
    .padStart(6, '0')
    .slice(0, 6)}`;
}
