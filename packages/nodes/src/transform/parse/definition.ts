import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { out } from '../../form/delivery.ts';
import { formatSettings, formatWords } from '../../form/format.ts';
import { dottedPath, setting } from '../../form/setting.ts';

export const parse = defineNode({
  type: 'transform.parse',
  version: 1,
  kind: 'transform',
  name: 'Parse',
  summary: 'Reads text in a format into fields',
  help: 'Reads the message, or one text field of it, as JSON, HL7 v2 or CSV. Triggers already parse what comes in; this is for text inside a message. Text that is not in the format stops the message with the position of the fault.',
  icon: 'file-import',
  config: z.strictObject({
    ...formatSettings,
    from: setting(dottedPath.nullable().default(null), 'path', 'Text to read', {
      description: 'None: the message itself is the text.',
    }),
    into: setting(dottedPath.nullable().default(null), 'path', 'Put the result into', {
      description: 'None: the result becomes the message.',
    }),
  }),
  initial: { format: 'json', from: null, into: null },
  brief: ({ format, from }) => `Read ${formatWords[format]}${from === null ? '' : ` in ${from}`}`,
  inputs: 1,
  outputs: () => out,
  step: () => ({ place: 'host', pure: true }),
  migrations: [],
});
