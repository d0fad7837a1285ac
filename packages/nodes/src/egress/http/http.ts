import type { EgressRule } from '@throughline/engine';
import { Pool } from 'undici';
import { failure } from '../../failure.ts';
import type { Guard, Tls } from '../guard.ts';
import { targetOf } from '../target.ts';
import { Exchange } from './exchange.ts';
import { inflate } from './inflate.ts';
import { nextHop } from './redirect.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Limits {
  /** From the call to the last byte of the answer, redirects included; waiting for a free connection counts. */
  totalMs: number;
  /** Silence in the middle of an answer. */
  idleMs: number;
  /** Of the answer, both as sent and unpacked. */
  bytes: number;
}

export interface HttpRequest {
  url: URL;
  method: Method;
  /** Headers that may go to whatever host a redirect names. */
  headers: Record<string, string>;
  /** Credentials and everything else that stays with the first host. */
  hostHeaders: Record<string, string>;
  body: string | null;
  allow: readonly EgressRule[];
  tls: Tls;
  limits: Limits;
  signal: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Outgoing HTTP for every connector: guarded, pooled per origin, limited, redirects followed at most three times. */
export interface Http {
  /** Throws StepFailure; `unknown-outcome` as soon as an unsafe request may have left. Any status is an answer. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

export const LIMITS: Limits = { totalMs: 30_000, idleMs: 15_000, bytes: 10_000_000 };

const CONNECTIONS = 64;
const POOLS = 200;
const REDIRECTS = 3;

export function createHttp(guard: Guard): Http {
  const pools = new Map<string, Pool>();
  const written = new WeakMap<readonly EgressRule[], string>();

  /** The rules of an environment are one array until they change. */
  function rulesOf(allow: readonly EgressRule[]): string {
    const known = written.get(allow) ?? JSON.stringify(allow);
    written.set(allow, known);
    return known;
  }

  async function send(request: HttpRequest): Promise<HttpAnswer> {
    const until = performance.now() + request.limits.totalMs;
    let hop = request;
    for (let redirects = 0; ; redirects++) {
      const answer = await exchange(hop);
      const next = nextHop(hop, answer);
      if (next === null) return inflate(answer, request.limits, request.method);
      if (redirects === REDIRECTS) {
        throw failure('rejected', 'redirects_exceeded', `The destination redirected more than ${REDIRECTS} times.`);
      }
      hop = { ...next, limits: { ...next.limits, totalMs: Math.max(1, until - performance.now()) } };
    }
  }

  async function exchange(request: HttpRequest): Promise<HttpAnswer> {
    const { url, method, headers, hostHeaders, body, limits, signal } = request;
    await guard.check(targetOf(url), request.allow);
    if (signal.aborted)
      throw failure('unavailable', 'delivery_stopped', 'The delivery was stopped before it was sent.');
    const handler = new Exchange(method, limits, signal);
    poolFor(url, request.allow, request.tls).dispatch(
      {
        path: url.pathname + url.search,
        method,
        headers: { ...hostHeaders, ...headers },
        body,
        bodyTimeout: limits.idleMs,
        headersTimeout: 0,
      },
      handler,
    );
    return handler.answer;
  }

  /** Connections are shared only between requests that the same rules and the same identity let through. */
  function poolFor(url: URL, allow: readonly EgressRule[], tls: Tls): Pool {
    const key = `${url.origin} ${rulesOf(allow)} ${JSON.stringify(tls)}`;
    const known = pools.get(key);
    if (known !== undefined) return known;
    if (pools.size >= POOLS) retireOldest();
    const pool = openPool(url, allow, tls);
    pools.set(key, pool);
    return pool;
  }

  function openPool(url: URL, allow: readonly EgressRule[], tls: Tls): Pool {
    const target = targetOf(url);
    return new Pool(url.origin, {
      connections: CONNECTIONS,
      pipelining: 1,
      allowH2: false,
      connect: (_, callback) => {
        guard.open(target, allow, target.scheme === 'https:' ? tls : null).then(
          (socket) => callback(null, socket),
          (error: Error) => callback(error, null),
        );
      },
    });
  }

  function retireOldest(): void {
    for (const [key, pool] of pools) {
      pools.delete(key);
      void pool.close();
      return;
    }
  }

  return {
    send,
    close: async () => {
      const open = [...pools.values()];
      pools.clear();
      await Promise.all(open.map((pool) => pool.destroy()));
    },
  };
}
