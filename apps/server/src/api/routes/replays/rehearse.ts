import { can, folderOfFlow, type ReplaySample, sampleReplay } from '@throughline/store';
import { z } from 'zod';
import { seeingOf } from '../../message/seeing.ts';
import { showValue } from '../../message/show.ts';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { inBodysEnvironment } from '../environments/scope.ts';
import { businessKeys } from '../runs/filter.ts';
import { edited as copy, modeOf, selection, selectionOf } from './selection.ts';

const MOST = 6;

export const rehearseReplay = route(
  {
    method: 'post',
    path: '/replays/rehearsal',
    summary:
      'A dry run of a replay on a few of its messages: where each would stop, and what would come to each destination, beside what came then. Sends nothing',
    permission: 'message.replay',
    where: inBodysEnvironment,
    body: z.strictObject({ ...selection, edited: copy }),
    bytes: 16 * 1024 * 1024,
    answer: z.object({
      count: z.int(),
      samples: z.array(
        z.object({
          source: z.string(),
          run: z.string(),
          message: z.string(),
          flow: z.string(),
          keys: businessKeys,
          /** Why it cannot start there; null: it can. */
          why: z.string().nullable(),
          stops: z.array(
            z.object({
              node: z.string(),
              name: z.string(),
              code: z.string(),
              class: z.string(),
              sentence: z.string(),
              path: z.string().nullable(),
            }),
          ),
          destinations: z.array(
            z.object({
              node: z.string(),
              name: z.string(),
              fate: z.enum(['confirmed', 'sent', 'stopped', 'filtered']),
              /** The message then and now, masked unless revealed; left out without the right to see messages. */
              before: z.unknown().optional(),
              after: z.unknown().optional(),
            }),
          ),
        }),
      ),
    }),
  },
  async ({ store, dryRun, receive, principal, body }) => {
    const mode = modeOf(body);
    const { environment, edited } = body;
    if (edited !== undefined && !can(principal, 'message.edit', { environment, folder: null })) {
      throw new Refusal(403, 'forbidden', 'Your role does not allow to replay an edited copy.');
    }
    const chosen = await selectionOf(store, principal, body);
    const { count, samples } = await sampleReplay(store, chosen, mode, receive, MOST);
    return { count, samples: await Promise.all(samples.map(tried)) };

    async function tried({ target, keys, start, ...rest }: ReplaySample) {
      const { source, run, message, flow } = target;
      const of = { source, run, message, flow, keys };
      if ('why' in start) return { ...of, why: start.why, stops: [], destinations: [] };
      const { stops, destinations } = await dryRun.replay(
        { ...rest, target, keys, start },
        { repeat: mode.repeat, edited },
      );
      const { pinned, plan } = start.to;
      const folder = (await folderOfFlow(store, flow)) ?? '';
      const maySee = can(principal, 'message.see', { environment, folder });
      const seen = { message, environment, flow, pin: pinned.pin, plan };
      const seeing = maySee ? await seeingOf(store, principal, seen) : null;
      const shown = (value: unknown) => (seeing === null ? undefined : showValue(value, seeing));
      return {
        ...of,
        why: null,
        stops: stops.map(({ node, name, error: { code, class: kind, sentence, path = null } }) => ({
          ...{ node, name, code, class: kind, sentence, path },
        })),
        destinations: destinations.map(({ before, after, ...one }) => ({
          ...one,
          before: shown(before),
          after: shown(after),
        })),
      };
    }
  },
);
