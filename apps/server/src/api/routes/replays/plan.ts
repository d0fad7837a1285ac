import { planReplay as plan } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { inBodysEnvironment } from '../environments/scope.ts';
import { destinations, left, modeOf, selection, selectionOf } from './selection.ts';

/** Messages named one by one; the counts are of all. */
const SHOWN = 100;

export const planReplay = route(
  {
    method: 'post',
    path: '/replays/plan',
    summary: 'What a replay would do: how many messages, which destinations have confirmed already. Changes nothing',
    permission: 'message.replay',
    where: inBodysEnvironment,
    body: z.strictObject(selection),
    answer: z.object({
      count: z.int(),
      underWay: z.int().describe('Of them, those whose run is not over: they may arrive twice'),
      destinations,
      left,
      messages: z.array(
        z.object({
          source: z.string(),
          run: z.string(),
          message: z.string(),
          flow: z.string(),
          node: z.string().nullable(),
          confirmed: z.array(z.string()),
        }),
      ),
    }),
  },
  async ({ store, receive, principal, body }) => {
    const { targets, ...found } = await plan(store, await selectionOf(store, principal, body), modeOf(body), receive);
    const underWay = targets.filter(({ isUnderWay }) => isUnderWay).length;
    return { count: targets.length, underWay, ...found, messages: targets.slice(0, SHOWN) };
  },
);
