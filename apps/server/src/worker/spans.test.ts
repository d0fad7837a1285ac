import { traceparentOf } from '@throughline/nodes/runs';
import { expect, it } from 'vitest';
import type { Going } from './lanes.ts';
import { spansOf } from './spans.ts';

const run = '01a21492-ca82-7000-bc9c-2f3b272759a9';

function going(headers: Record<string, string>): Going {
  const step = (node: string, place: string) => ({ node, name: node.toUpperCase(), type: `t.${node}`, place });
  const context = {
    ...{ flow: 'usage', version: 3, environment: 'dev', acceptedAt: '2026-11-25T10:00:00.000Z' },
    trigger: { node: 'door', headers },
  };
  return {
    unit: {
      work: { run, message: run, step: 0 },
      context: JSON.stringify(context),
      bound: { plan: { name: 'Usage', steps: [step('door', 'trigger'), step('map', 'realm'), step('erp', 'effect')] } },
    },
    leg: { trace: ['{"s":1,"us":1500,"out":{"patient":"MRN-1"}}'] },
    attempts: [
      {
        state: 'failed',
        step: step('erp', 'effect'),
        beganAt: new Date('2026-11-25T10:00:00.010Z'),
        us: 4000,
        number: 2,
        error: { code: 'http_503', class: 'unavailable', sentence: 'away' },
      },
    ],
  } as unknown as Going;
}

const now = Date.parse('2026-11-25T10:00:00.100Z');

it('a run is a trace and its steps are spans, without content', () => {
  const spans = spansOf(going({}), now);
  expect(spans.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['Usage 5', 'MAP 1', 'ERP 3']);
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([run.replaceAll('-', '')]));
  expect(spans[1]!.parentSpanId).toBe(spans[0]!.spanId);
  expect(BigInt(spans[1]!.endTimeUnixNano) - BigInt(spans[1]!.startTimeUnixNano)).toBe(1_500_000n);
  expect(spans[2]!.status).toEqual({ code: 2, message: 'http_503' });
  expect(JSON.stringify(spans)).not.toContain('MRN-1');
});

it('belongs to the trace that its sender named', () => {
  const trace = 'a'.repeat(32);
  const [root] = spansOf(going({ traceparent: `00-${trace}-${'b'.repeat(16)}-01` }), now);
  expect(root).toMatchObject({ traceId: trace, parentSpanId: 'b'.repeat(16) });
  for (const traceparent of [
    'nonsense',
    `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
  ]) {
    expect(spansOf(going({ traceparent }), now)[0]!.traceId).toBe(run.replaceAll('-', ''));
  }
});

it('is what partners are told to hang their own work below', () => {
  const [root] = spansOf(going({}), now);
  const told = traceparentOf({ runId: run, trigger: { headers: {} } } as Parameters<typeof traceparentOf>[0]);
  expect(told).toBe(`00-${root!.traceId}-${root!.spanId}-01`);
});
