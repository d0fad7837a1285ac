import { flowSchema } from '@throughline/flow';
import { atOneMoment, getRun as get, readTrace } from '@throughline/store';
import { z } from 'zod';
import { instant } from '../../fields.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { runSummary } from './filter.ts';
import { ofRun } from './scope.ts';

const stepError = z.object({
  code: z.string(),
  class: z.string(),
  sentence: z.string(),
  path: z.string().optional(),
  line: z.int().optional(),
});

export const getRun = route(
  {
    method: 'get',
    path: '/runs/:id',
    summary:
      'One run: the plan and document of its version, what each step did and when, attempts, receipts, what waits; no message content',
    permission: 'run.see',
    where: ofRun,
    answer: runSummary.extend({
      environment: z.string(),
      digest: z.string(),
      isExpired: z.boolean(),
      parent: z.object({ message: z.string(), piece: z.int() }).nullable(),
      pieces: z.array(z.object({ message: z.string(), piece: z.int() })),
      plan: z.array(
        z.object({
          node: z.string(),
          type: z.string(),
          name: z.string(),
          place: z.string(),
          wires: z.record(z.string(), z.array(z.int())),
          catch: z.int().nullable(),
        }),
      ),
      document: flowSchema.nullable(),
      steps: z.array(
        z.object({
          /** Position in the plan. */
          step: z.int(),
          us: z.number(),
          /** When the stretch it belongs to was settled. */
          at: instant,
          port: z.string().optional(),
          end: z.string().optional(),
          same: z.boolean(),
          lines: z.int(),
          status: z.string().optional(),
          attempt: z.int().optional(),
          error: stepError.optional(),
        }),
      ),
      attempts: z.array(
        z.object({
          node: z.string(),
          number: z.int(),
          code: z.string(),
          class: z.string(),
          sentence: z.string(),
          beganAt: instant,
          at: instant,
        }),
      ),
      receipts: z.array(
        z.object({
          node: z.string(),
          key: z.string(),
          attempts: z.int(),
          status: z.string(),
          reference: z.string().nullable(),
          at: instant,
        }),
      ),
      waits: z.array(
        z.object({
          step: z.int(),
          attempts: z.int(),
          due: instant.nullable(),
          key: z.string().nullable(),
          parkedBy: z.string().nullable(),
        }),
      ),
      quarantined: z.array(
        z.object({
          id: z.string(),
          node: z.string(),
          code: z.string(),
          sentence: z.string(),
          path: z.string().nullable(),
          state: z.string(),
          at: instant,
        }),
      ),
      replayOf: z
        .object({ replay: z.string(), run: z.string(), by: z.string(), reason: z.string(), at: instant })
        .nullable(),
      replayedAs: z.array(z.object({ replay: z.string(), run: z.string(), by: z.string(), at: instant })),
    }),
  },
  async ({ store, params }) => {
    const { run, legs, attempts, deliveries } = await atOneMoment(store, async (still) => ({
      run: await get(still, params.id),
      ...(await readTrace(still, params.id)),
    }));
    if (run === null) throw missing();
    const document = flowSchema.safeParse(JSON.parse(run.document));
    return {
      ...run,
      plan: run.plan.steps,
      document: document.success ? document.data : null,
      steps: legs.flatMap(({ at, steps }) =>
        steps.map(({ s, same, log, out: _, ...rest }) => ({
          ...rest,
          step: s,
          at,
          same: same === true,
          lines: log?.length ?? 0,
        })),
      ),
      attempts,
      receipts: deliveries,
      // Order keys may be personal: only that there is one is told here.
      waits: run.waits.map((wait) => ({ ...wait, key: wait.key.startsWith('#') ? null : 'ordered' })),
    };
  },
);
