import type { Principal } from '@throughline/store';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { ApiEnv, Deps } from '../deps.ts';
import { Refusal } from '../refusal.ts';
import { createAlarm } from './alarm.ts';

/** One event on its way to a page. */
export interface Line {
  event: string;
  data: unknown;
  id?: string;
}

export interface Streaming {
  /** Called once, before anything is read; what it is given wakes the stream. Answers how to stop. */
  listen: (wake: () => void) => Promise<() => void>;
  /** What is new since the last call. Called when woken, and every few seconds. */
  next: () => Promise<Line[]>;
  /** Whether whoever is there now may go on reading. */
  may: (principal: Principal) => boolean;
  /** Milliseconds between two calls of `next` at least. */
  pauseMs?: number;
  left?: () => Promise<void>;
}

const CHECK_MS = 3_500;
const BEAT_MS = 15_000;
/** Streams of one person or token in this process. */
const MAX_STREAMS = 24;

const open = new Map<string, number>();

/**
 * Answers with a stream of server-sent events. It ends when the session ends or a right is lost (asked every few seconds, without
 * making the session live longer), when the page is gone, and when the server stops. Throws Refusal 429.
 */
export function stream(
  {
    c,
    identity,
    feed,
    principal,
    log,
  }: Pick<Deps, 'identity' | 'feed' | 'log'> & {
    c: Context<ApiEnv>;
    principal: Principal;
  },
  { listen, next, may, pauseMs = 0, left }: Streaming,
): Response {
  const { actor } = principal;
  if ((open.get(actor) ?? 0) >= MAX_STREAMS) {
    throw new Refusal(429, 'too_many_streams', `At most ${MAX_STREAMS} pages of one person are kept up to date.`);
  }
  open.set(actor, (open.get(actor) ?? 0) + 1);
  const headers = new Headers(c.req.raw.headers);
  c.header('x-accel-buffering', 'no');
  return streamSSE(c, async (page) => {
    const alarm = createAlarm();
    page.onAbort(alarm.ring);
    feed.closing.addEventListener('abort', alarm.ring, { once: true });
    let stop: (() => void) | undefined;
    let checked = Date.now();
    let beat = Date.now();
    try {
      stop = await listen(alarm.ring);
      await page.write('retry: 1000\n\n');
      while (!page.aborted && !feed.closing.aborted) {
        for (const { event, data, id } of await next()) {
          await page.writeSSE({ event, data: JSON.stringify(data), ...(id === undefined ? {} : { id }) });
          beat = Date.now();
        }
        if (Date.now() - checked >= CHECK_MS) {
          const now = await identity.identify(headers, principal.address, { renew: false }).catch(() => null);
          if (now === null || now.principal.actor !== actor || !may(now.principal)) break;
          checked = Date.now();
        }
        if (Date.now() - beat >= BEAT_MS) {
          await page.write(': beat\n\n');
          beat = Date.now();
        }
        await alarm.sleep(Math.max(0, checked + CHECK_MS - Date.now()), pauseMs);
      }
    } catch (error) {
      log.warn({ err: error, stream: c.req.path }, 'a stream ended');
    } finally {
      stop?.();
      feed.closing.removeEventListener('abort', alarm.ring);
      const others = (open.get(actor) ?? 1) - 1;
      if (others === 0) open.delete(actor);
      else open.set(actor, others);
      await left?.().catch(() => {});
    }
  });
}
