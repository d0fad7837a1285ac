import { getQuarantine as get } from '@throughline/store';
import { z } from 'zod';
import { instant } from '../../fields.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { businessKeys } from '../runs/filter.ts';
import { ofQuarantine } from './scope.ts';

const place = z.object({ node: z.string(), name: z.string() });

export const getQuarantine = route(
  {
    method: 'get',
    path: '/quarantine/:id',
    summary: 'One quarantined message: where and why, what it still owes, what waits behind it; no message content',
    permission: 'run.see',
    where: ofQuarantine,
    answer: z.object({
      id: z.string(),
      environment: z.string(),
      flow: z.string(),
      version: z.int(),
      run: z.string(),
      message: z.string(),
      node: z.string(),
      nodeName: z.string(),
      code: z.string(),
      class: z.string(),
      sentence: z.string(),
      path: z.string().nullable(),
      attempts: z.int(),
      parks: z.boolean(),
      state: z.enum(['open', 'replayed', 'skipped', 'discarded']),
      owner: z.string().nullable(),
      note: z.string().nullable(),
      at: instant,
      resolvedAt: instant.nullable(),
      resolvedBy: z.string().nullable(),
      reason: z.string().nullable(),
      replayedAs: z.string().nullable(),
      successors: z.object({
        count: z.int(),
        first: z.array(z.object({ run: z.string(), message: z.string(), keys: businessKeys })),
      }),
      missed: z
        .object({
          table: z.string(),
          hash: z.string(),
          key: z.array(z.string()).nullable(),
          day: z.string().nullable(),
        })
        .nullable(),
      owes: z.array(place),
      confirmed: z.array(place),
    }),
  },
  async ({ store, params }) => {
    const found = await get(store, params.id);
    if (found === null) throw missing();
    return { ...found, nodeName: found.plan.steps[found.step]?.name ?? found.node };
  },
);
