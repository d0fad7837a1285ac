import type { Span } from '../worker/spans.ts';

/** Sends spans to a collector, OTLP over HTTP (JSON), in batches. What cannot be sent is dropped and counted: watching never breaks work. */
export interface Exporter {
  add(spans: Span[]): void;
  dropped(): number;
  close(): Promise<void>;
}

const EVERY_MS = 1_000;
const MOST = 5_000;
const TIMEOUT_MS = 5_000;

/** `endpoint` as OTEL_EXPORTER_OTLP_ENDPOINT has it: spans go to `<endpoint>/v1/traces`. */
export function createExporter(endpoint: string, onError: (error: unknown) => void): Exporter {
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  let waiting: Span[] = [];
  let dropped = 0;
  let sending: Promise<void> | null = null;

  async function send(): Promise<void> {
    const spans = waiting;
    waiting = [];
    const body = JSON.stringify({
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'throughline' } }] },
          scopeSpans: [{ scope: { name: 'throughline' }, spans }],
        },
      ],
    });
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!answer.ok) throw new Error(`the collector answered ${answer.status}`);
    } catch (error) {
      dropped += spans.length;
      onError(error);
    }
  }
  const flush = () => {
    if (waiting.length > 0)
      sending ??= send().finally(() => {
        sending = null;
      });
  };
  const timer = setInterval(flush, EVERY_MS);
  timer.unref();

  return {
    add(spans) {
      if (waiting.length + spans.length > MOST) dropped += spans.length;
      else waiting.push(...spans);
    },
    dropped: () => dropped,
    async close() {
      clearInterval(timer);
      await sending;
      flush();
      await sending;
    },
  };
}
