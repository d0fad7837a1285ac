import { z } from 'zod';
import { instant } from '../../fields.ts';

export const reason = z.string().trim().min(3, 'a reason of at least 3 characters').max(1000);

const share = z.number().min(0).max(1);

/** Which messages go by the new versions first, and what calls it off. */
export const rollout = z.strictObject({
  rule: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('share'), share: z.number().min(0.001).max(1) }),
    z.strictObject({
      kind: z.literal('attribute'),
      path: z.string().min(1).max(200),
      values: z.array(z.string().min(1).max(200)).min(1).max(100),
    }),
  ]),
  guard: z.strictObject({
    minRuns: z.int().min(1).max(100_000).default(20),
    errorShare: share.default(0.05),
    rejectShare: share.default(0.02),
    p95Ms: z.int().min(1).max(3_600_000).nullable().default(null),
  }),
});

export const promotion = z.object({
  id: z.string(),
  release: z.string(),
  number: z.int(),
  title: z.string(),
  environment: z.string(),
  kind: z.string(),
  state: z.string(),
  reason: z.string(),
  rollout: rollout.nullable(),
  askedBy: z.string(),
  askedName: z.string(),
  askedAt: instant,
  decidedName: z.string().nullable(),
  decidedAt: instant.nullable(),
  decision: z.string().nullable(),
  beganAt: instant.nullable(),
  endedAt: instant.nullable(),
  verdict: z.string().nullable(),
});

export const release = z.object({
  id: z.string(),
  number: z.int(),
  title: z.string(),
  note: z.string(),
  origin: z.string(),
  madeBy: z.string(),
  madeAt: instant,
  flows: z.array(z.object({ id: z.string(), name: z.string(), version: z.int() })),
  promotions: z.array(promotion),
});

export const check = z.object({
  name: z.string(),
  title: z.string(),
  state: z.enum(['passed', 'warned', 'failed']),
  sentence: z.string(),
  findings: z.array(
    z.object({
      severity: z.enum(['error', 'warning', 'excused']),
      code: z.string(),
      sentence: z.string(),
      flow: z.string().optional(),
      node: z.string().optional(),
      field: z.string().optional(),
      rule: z.string().optional(),
      path: z.array(z.string()).optional(),
    }),
  ),
});
