import { z } from 'zod';
import { setting } from './setting.ts';

/** What to do when nothing was found. */
export const missing = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('stop') }).meta({ title: 'Stop the message' }),
  z
    .strictObject({ do: z.literal('default'), value: setting(z.json(), 'json', 'Value') })
    .meta({ title: 'Use a value instead' }),
  z.strictObject({ do: z.literal('leave') }).meta({ title: 'Leave the field out' }),
]);
