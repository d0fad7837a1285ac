import { z } from 'zod';
import { route } from '../../route.ts';
import { ofNothing } from '../flows/scope.ts';
import { sample } from './fields.ts';
import { trialPace } from './pace.ts';

export const parseMessage = route(
  {
    method: 'post',
    path: '/messages/parse',
    summary: 'Read a message as a trigger would: its tree, or where it is not what it should be',
    permission: 'flow.try',
    where: ofNothing,
    bytes: 24 * 1024 * 1024,
    pace: trialPace,
    body: sample.extend({
      contentType: z.string().max(200).optional(),
      format: z.enum(['json', 'hl7v2', 'csv', 'text']).optional().meta({
        description: 'Left out: by the content type, else by the look of the message',
      }),
      csv: z.strictObject({ delimiter: z.string().length(1), header: z.boolean() }).optional(),
    }),
    answer: z.object({
      format: z.string(),
      tree: z.unknown().optional(),
      problem: z
        .object({
          code: z.string(),
          sentence: z.string(),
          offset: z.int().optional(),
          line: z.int().optional(),
          column: z.int().optional(),
          segment: z.int().optional(),
          field: z.string().optional(),
        })
        .optional(),
    }),
  },
  async ({ dryRun, body: { body, encoding, ...how } }) =>
    dryRun.parse({ ...how, body: Buffer.from(body, encoding === 'base64' ? 'base64' : 'utf8') }),
);
