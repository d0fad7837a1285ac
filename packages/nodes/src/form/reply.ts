import { z } from 'zod';
import { dottedPath, setting } from './setting.ts';

/** What goes on behind a step that was answered. */
export const reply = z.discriminatedUnion('becomes', [
  z.strictObject({ becomes: z.literal('answer') }).meta({ title: 'The answer becomes the message' }),
  z
    .strictObject({
      becomes: z.literal('message'),
      into: setting(dottedPath.nullable().default(null), 'path', 'Answer goes into', {
        description: 'None: the answer is only kept in the receipt.',
      }),
    })
    .meta({ title: 'The message stays' }),
]);
