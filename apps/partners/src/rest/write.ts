import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { Ledger } from '../ledger/ledger.ts';
import type { Decision } from './decision.ts';
import { type Problem, problem, problemResponse } from './problem.ts';

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * The door of every request that changes something (draft-ietf-httpapi-idempotency-key-header): the same key and body are answered
 * as before with `idempotency-replayed: true`, the same key with another body is 422, no key is 400. A refusal is not remembered:
 * nothing was committed, so the same key may come again with a mended body. Answered only once the ledger is on disk.
 */
export function writeDoor<Effect>(ledger: Ledger<Effect>, decide: (message: unknown) => Decision<Effect>) {
  return async (c: Context): Promise<Response> => {
    const bytes = Buffer.from(await c.req.arrayBuffer());
    const key = c.req.header('idempotency-key') ?? null;
    const digest = sha256(bytes);
    const request = { what: `${c.req.method} ${c.req.path}`, key, sha256: digest, content: digest };
    const refused = async (found: Problem) => {
      const answer = JSON.stringify(found);
      ledger.record({
        ...request,
        outcome: 'refused',
        status: `${found.status}`,
        reference: null,
        effect: null,
        answer,
      });
      await ledger.settled();
      return problemResponse(found);
    };

    if (key === null) return refused(problem(400, 'idempotency_key_missing', 'Send an Idempotency-Key header.'));
    const before = ledger.accepted(key);
    if (before) {
      if (before.content !== digest)
        return refused(problem(422, 'idempotency_key_reused', 'This Idempotency-Key came before with another body.'));
      const { status, reference, answer } = before;
      ledger.record({ ...request, outcome: 'repeated', status, reference, effect: null, answer });
      await ledger.settled();
      return created(answer, true);
    }

    const message = parseJson(bytes);
    if (message === undefined) return refused(problem(400, 'json_invalid', 'The body is not JSON in UTF-8.'));
    const decision = decide(message);
    if (!decision.ok) return refused(decision.problem);
    const { reference, effect } = decision;
    const answer = JSON.stringify(decision.answer);
    ledger.record({ ...request, outcome: 'accepted', status: '201', reference, effect, answer });
    await ledger.settled();
    return created(answer, false);
  };
}

function created(answer: string, replayed: boolean): Response {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (replayed) headers['idempotency-replayed'] = 'true';
  return new Response(answer, { status: 201, headers });
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
