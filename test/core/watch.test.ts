import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Destination, openDestination } from '../support/destination.ts';
import { flowOf, node, openStage, type Stage, until } from '../support/stage.ts';

interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
}

let stage: Stage;
let erp: Destination;
let collector: Server;
const spans: Span[] = [];

beforeAll(async () => {
  collector = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const { resourceSpans } = JSON.parse(text) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      response.end('{}');
    });
  });
  await new Promise<void>((open) => collector.listen(0, '127.0.0.1', open));
  const { port } = collector.address() as { port: number };
  stage = await openStage(['intake', 'worker'], { otlpEndpoint: `http://127.0.0.1:${port}` });
  erp = await openDestination();
  await stage.connect('erp', erp.url);
});
afterAll(async () => {
  await stage.close();
  await erp.close();
  collector.closeAllConnections();
  await new Promise((closed) => collector.close(closed));
});

it('makes one trace of a message: from its sender, through the steps of its run, to its destination', async () => {
  const trace = 'c'.repeat(32);
  const keys = { idempotency: ['id'], order: null, business: [], correlation: null };
  const nodes = [
    node('in', 'trigger.http', { path: 'watched', keys }),
    node('check', 'route.filter', { keep: 'true' }),
    node('post', 'connector.http', { connection: 'erp', url: '/post' }),
  ];
  await stage.live(flowOf('watched', nodes, ['in>check', 'check>post']));
  await stage.send('watched', { id: 'w1', patient: 'MRN-4711' }, { traceparent: `00-${trace}-${'d'.repeat(16)}-01` });
  await until(async () => (await stage.ledger('watched'))['post']?.delivered === 1);
  await until(() => spans.some(({ name }) => name === 'post'));
  const root = spans.find(({ name }) => name === 'watched')!;
  expect(root).toMatchObject({ traceId: trace, parentSpanId: 'd'.repeat(16) });
  for (const name of ['check', 'post']) {
    expect(spans.find((span) => span.name === name)).toMatchObject({ traceId: trace, parentSpanId: root.spanId });
  }
  expect(erp.arrivals[0]!.headers['traceparent']).toBe(`00-${trace}-${root.spanId}-01`);
  expect(JSON.stringify(spans)).not.toContain('MRN-4711');
});
