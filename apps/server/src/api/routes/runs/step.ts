import { getRun, messagesAround, readReceived, readTrace } from '@throughline/store';
import { z } from 'zod';
import { seeingOf } from '../../message/seeing.ts';
import { MOST, showLines, showValue } from '../../message/show.ts';
import { receivedValue } from '../../message/value.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofRun } from './scope.ts';

const NUMBER = /^\d{1,6}$/;

export const readStep = route(
  {
    method: 'get',
    path: '/runs/:id/steps/:number',
    summary: 'The message before and behind one step of a run, and what its code wrote; masked unless revealed to you',
    permission: 'message.see',
    where: ofRun,
    answer: z.object({
      masked: z.boolean(),
      before: z.unknown().optional(),
      after: z.unknown().optional(),
      /** Larger than a page can draw: left out here. */
      cut: z.boolean(),
      log: z.array(z.string()),
    }),
  },
  async ({ store, principal, params }) => {
    const run = await getRun(store, params.id);
    if (run === null || !NUMBER.test(params.number)) throw missing();
    const { legs } = await readTrace(store, params.id);
    const records = legs.flatMap(({ steps }) => steps);
    const index = Number(params.number);
    const record = records[index];
    if (record === undefined) throw missing();
    const seeing = await seeingOf(store, principal, run);
    const log = showLines(record.log ?? [], seeing.isRevealed);
    if (run.size > MOST) return { masked: !seeing.isRevealed, cut: true, log };
    const received = await readReceived(store, run.message);
    const value = received === null ? undefined : receivedValue(received);
    const { before, after } = messagesAround(run.plan, records, index, value);
    return {
      cut: false,
      masked: !seeing.isRevealed,
      before: showValue(before, seeing),
      after: showValue(after, seeing),
      log,
    };
  },
);
