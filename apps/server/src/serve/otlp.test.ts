import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import type { Span } from '../worker/spans.ts';
import { createExporter } from './otlp.ts';

const span: Span = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: 'Usage',
  kind: 5,
  startTimeUnixNano: '1',
  endTimeUnixNano: '2',
  attributes: [],
};

it('goes to the collector as OTLP, and a collector that is away breaks nothing', async () => {
  const got: { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }[] = [];
  const collector = createServer((req, res) => {
    let text = '';
    req.on('data', (chunk) => {
      text += chunk;
    });
    req.on('end', () => {
      if (req.url === '/v1/traces') got.push(JSON.parse(text));
      res.end('{}');
    });
  });
  await new Promise<void>((open) => collector.listen(0, '127.0.0.1', open));
  const { port } = collector.address() as { port: number };
  const errors: unknown[] = [];
  const exporter = createExporter(`http://127.0.0.1:${port}/`, (error) => errors.push(error));
  exporter.add([span, span, span]);
  await exporter.close();
  expect(got[0]!.resourceSpans[0]!.scopeSpans[0]!.spans).toHaveLength(3);
  collector.closeAllConnections();
  await new Promise((closed) => collector.close(closed));

  const away = createExporter(`http://127.0.0.1:${port}`, (error) => errors.push(error));
  away.add([span, span, span]);
  await away.close();
  expect(away.dropped()).toBe(3);
  expect(errors).toHaveLength(1);
});
