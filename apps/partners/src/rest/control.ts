import { Hono } from 'hono';
import { z } from 'zod';
import { OUTCOMES } from '../ledger/entry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Misbehaviour, order } from '../misbehave/misbehaviour.ts';
import { fieldPath, problem, problemResponse } from './problem.ts';

export interface Controlled<Effect> {
  ledger: Ledger<Effect>;
  misbehaviour: Misbehaviour;
  /** What the partner holds now, for `_stats`. */
  describe(): Record<string, unknown>;
  /** Puts the state back to the beginning; the ledger is emptied by the route. */
  reset(): void;
}

const pageQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(100_000).default(1000),
  key: z.string().optional(),
  outcome: z.enum(OUTCOMES).optional(),
});

/** The routes by which a test or a demo looks into a stand-in and tells it to misbehave. */
export function controlRoutes<Effect>({ ledger, misbehaviour, describe, reset }: Controlled<Effect>): Hono {
  return new Hono()
    .get('/_ledger', (c) => {
      const query = pageQuery.safeParse(c.req.query());
      if (!query.success) return badRequest(query.error);
      return c.json({ counts: ledger.counts, ...ledger.page(query.data) });
    })
    .get('/_stats', (c) =>
      c.json({
        entries: ledger.size,
        counts: ledger.counts,
        misbehaving: misbehaviour.current,
        rssMb: Math.round(process.memoryUsage.rss() / 1e6),
        ...describe(),
      }),
    )
    .post('/_misbehave', async (c) => {
      const parsed = order.safeParse(await c.req.json().catch(() => undefined));
      if (!parsed.success) return badRequest(parsed.error);
      misbehaviour.obey(parsed.data);
      return c.json({ misbehaving: misbehaviour.current });
    })
    .post('/_reset', async (c) => {
      misbehaviour.obey(order.parse({ mode: 'none' }));
      await ledger.reset();
      reset();
      return c.json({ entries: ledger.size });
    });
}

function badRequest(error: z.ZodError): Response {
  const issue = error.issues[0];
  const field = fieldPath(issue?.path ?? []);
  return problemResponse(problem(400, 'request_invalid', `${field || 'body'}: ${issue?.message ?? 'invalid'}`, field));
}
