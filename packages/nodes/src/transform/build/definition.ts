import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { out } from '../../form/delivery.ts';
import { formatSettings, formatWords } from '../../form/format.ts';
import { dottedPath, setting } from '../../form/setting.ts';

export const build = defineNode({
  type: 'transform.build',
  version: 1,
  kind: 'transform',
  name: 'Build',
  summary: 'Writes fields as text in a format',
  help: 'Writes the message, or one part of it, as JSON, HL7 v2 or CSV text, ready for a connector or a text field. What the format cannot hold stops the message and names the field.',
  icon: 'file-export',
  config: z.strictObject({
    ...formatSettings,
    from: setting(dottedPath.nullable().default(null), 'path', 'Part to write', {
      description: 'None: the whole message.',
    }),
    into: setting(dottedPath.nullable().default(null), 'path', 'Put the text into', {
      description: 'None: the text becomes the message.',
    }),
  }),
  initial: { format: 'json', from: null, into: null },
  brief: ({ format, into }) => `Write ${formatWords[format]}${into === null ? '' : ` into ${into}`}`,
  inputs: 1,
  outputs: () => out,
  step: () => ({ place: 'host', pure: true }),
  migrations: [],
});
