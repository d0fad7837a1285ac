import { queryOptions } from '@tanstack/react-query';
import { api, ask } from '../../api.ts';
import type { Incoming } from '../editor/editing.ts';

export type Evaluated = { value?: unknown } | { error: { code: string; sentence: string; line?: number } };

/** Larger samples are tried as a whole step only: they would be sent with every key. */
const SENT_CHARACTERS = 1_000_000;

/** What a text gives over each message; the sandbox works it out, with its clocks. */
export const evaluatedQuery = (language: 'jsonata' | 'template', text: string, incoming: readonly Incoming[]) =>
  queryOptions({
    queryKey: ['evaluated', language, text, incoming.map(({ id }) => id)],
    queryFn: ({ signal }) => evaluate(language, text, incoming, signal),
    enabled: text.trim() !== '' && incoming.length > 0,
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });

async function evaluate(
  language: 'jsonata' | 'template',
  text: string,
  incoming: readonly Incoming[],
  signal: AbortSignal,
): Promise<Evaluated[]> {
  const messages = incoming.map(({ value }) => value ?? null);
  if (sizeOf(messages) > SENT_CHARACTERS) {
    const error = {
      code: 'sample_large',
      sentence: 'No preview while writing: the sample is large. Try this step to see it.',
    };
    return messages.map(() => ({ error }));
  }
  const { results } = await ask(
    coming.expressions.evaluate.$post({ json: { language, text, messages } }, { init: { signal } }),
  );
  return results as Evaluated[];
}

/** Characters of the values as JSON, counted only as far as matters. */
function sizeOf(value: unknown): number {
  let size = 0;
  const waiting: unknown[] = [value];
  while (waiting.length > 0 && size <= SENT_CHARACTERS) {
    const here = waiting.pop();
    size += typeof here === 'string' ? here.length + 2 : 4;
    if (here === null || typeof here !== 'object') continue;
    for (const [key, inner] of Object.entries(here)) {
      size += key.length + 3;
      waiting.push(inner);
    }
  }
  return size;
}

const coming = api as unknown as {
  expressions: {
    evaluate: {
      $post: (a: unknown, b: unknown) => Promise<import('hono/client').ClientResponse<{ results: unknown[] }>>;
    };
  };
};
