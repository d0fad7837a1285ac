import type { Api } from '@throughline/server/api';
import { hc } from 'hono/client';
import { Complaint } from '../complaint.ts';

/** Where a server is and who asks; read from the environment and the options in main.ts. */
export interface ServerOptions {
  url: string | undefined;
  token: string | undefined;
}

/** The API as its routes declare it. Throws Complaint `usage` where the server or the token is not named. */
export function clientOf({ url, token }: ServerOptions) {
  if (url === undefined || url === '')
    throw new Complaint('usage', 'Say which server: --server http://localhost:8080, or THROUGHLINE_URL.');
  if (token === undefined || token === '')
    throw new Complaint(
      'usage',
      'Say who you are: --token with an API token (made in the web app under Tokens), or THROUGHLINE_TOKEN.',
    );
  return hc<Api>(url.replace(/\/+$/, ''), { headers: { authorization: `Bearer ${token}` } }).api.v1;
}

interface Reply<T> {
  status: number;
  ok: boolean;
  json(): Promise<T>;
  text(): Promise<string>;
}

/** What the server answered. Throws Complaint: `unreachable` when it did not, `refused` with its own sentence when it said no. */
export async function answerTo<T>(asked: Promise<Reply<T>>): Promise<T> {
  const reply = await asked.catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Complaint('unreachable', `The server does not answer: ${cause}`);
  });
  if (reply.ok) return reply.status === 204 ? (undefined as T) : reply.json();
  const text = await reply.text();
  if (reply.status >= 500)
    throw new Complaint('unreachable', `The server failed with ${reply.status}: ${sentenceOf(text)}`);
  throw new Complaint('refused', `The server refused with ${reply.status}: ${sentenceOf(text)}`);
}

/** The sentences of a problem document (RFC 9457). */
function sentenceOf(text: string): string {
  try {
    const { detail, title, errors } = JSON.parse(text) as {
      detail?: string;
      title?: string;
      errors?: { sentence: string }[];
    };
    return [detail ?? title ?? text, ...(errors ?? []).map(({ sentence }) => sentence)].join('\n  ');
  } catch {
    return text.slice(0, 200);
  }
}
