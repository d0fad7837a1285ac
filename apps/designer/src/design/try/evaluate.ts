import { queryOptions } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../../api.ts';
import type { Incoming } from '../editor/editing.ts';

export type Evaluated = AnswerOf<typeof api.expressions.evaluate.$post>['results'][number];

/** Larger samples are tried as a whole step only: they would be sent with every key. */
const SENT_CHARACTERS = 1_000_000;
/** Code of what is said in place of their value. */
export const TOO_LARGE = 'sample_large';

interface Asked {
  language: 'jsonata' | 'template';
  text: string;
  incoming: readonly Incoming[];
  /** Whose tables look-ups read; null: not known yet. */
  environment: string | null;
}

/** What a text gives over each message; the sandbox works it out, with its clocks. */
export const evaluatedQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['evaluated', asked.language, asked.text, asked.environment, asked.incoming.map(({ id }) => id)],
    queryFn: ({ signal }) => evaluate(asked, signal),
    enabled: asked.text.trim() !== '' && asked.incoming.length > 0 && asked.environment !== null,
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });

async function evaluate({ language, text, incoming, environment }: Asked, signal: AbortSignal): Promise<Evaluated[]> {
  const messages = incoming.map(({ value }) => value ?? null);
  if (sizeOf(messages) > SENT_CHARACTERS) {
    const error = {
      code: TOO_LARGE,
      sentence: 'No preview while writing: the sample is large. The output shows what it comes to.',
    };
    return messages.map(() => ({ error }));
  }
  const { results } = await ask(
    api.expressions.evaluate.$post(
      { json: { language, text, messages, environment: environment ?? undefined } },
      { init: { signal } },
    ),
  );
  return results;
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
