import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import type { Ledger } from '../ledger/ledger.ts';
import { problem, problemResponse } from '../rest/problem.ts';
import { sha256 } from '../rest/write.ts';
import type { Misbehaviour, Order } from './misbehaviour.ts';

type Env = { Bindings: HttpBindings };

/** Stands before every business route and does what the order in force says; control routes (`/_…`) are left alone. */
export function misbehaveFirst<Effect>(misbehaviour: Misbehaviour, ledger: Ledger<Effect>): MiddlewareHandler<Env> {
  return async (c, next) => {
    const order = c.req.path.startsWith('/_') ? null : misbehaviour.next(c.req.path);
    if (!order) return next();
    if (order.mode === 'delay') {
      await sleep(order.delayMs);
      return next();
    }
    if (order.mode === 'drop-answer') {
      await next();
      return order.cut ? cut(c) : silence();
    }
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    const digest = sha256(bytes);
    const answer = refusal(order);
    ledger.record({
      what: `${c.req.method} ${c.req.path}`,
      key: c.req.header('idempotency-key') ?? null,
      sha256: digest,
      content: digest,
      outcome: 'misbehaved',
      status: answer ? `${answer.status}` : order.mode,
      reference: null,
      effect: null,
      answer: '',
    });
    if (answer) return answer;
    return order.mode === 'hang' ? silence() : cut(c);
  };
}

function refusal({ mode, status, retryAfterS }: Order): Response | null {
  const retryAfter = { 'retry-after': `${retryAfterS}` };
  if (mode === 'rate-limit')
    return problemResponse(problem(429, 'rate_limited', 'Told to ask for patience.'), retryAfter);
  if (mode !== 'error') return null;
  const code = typeof status === 'number' ? status : 500;
  return problemResponse(problem(code, 'told_to_fail', 'Told to fail.'), code === 503 ? retryAfter : {});
}

/** A promise nobody keeps; the socket stays open until the client or `close` ends it. */
function silence(): Promise<Response> {
  return new Promise(() => {});
}

function cut(c: Context<Env>): Response {
  c.env.incoming.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}
