import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { out, retry, usualRetry } from '../../form/delivery.ts';
import { fieldText } from '../../form/field-text.ts';
import { field, setting } from '../../form/setting.ts';

export const fileConnector = defineNode({
  type: 'connector.file',
  version: 1,
  kind: 'connector',
  name: 'Write a file',
  summary: 'Drops the message into a folder',
  help: 'Writes one file for each message, whole or not at all. Text is written as it is, everything else as JSON; put “Build” before it for another format. A second attempt writes the same file, never two.',
  icon: 'file-download',
  config: z.strictObject({
    folder: setting(field.default(''), 'field', 'Folder', {
      description: 'Below the environment’s file folder; / between parts.',
    }),
    name: setting(field.default(''), 'field', 'File name', {
      description: 'Empty: made from the delivery’s key.',
      placeholder: '{{ invoice }}.json',
    }),
    extension: setting(
      z
        .string()
        .regex(/^[a-z0-9]{1,10}$/, 'lower-case letters and digits')
        .default('json'),
      'text',
      'Extension',
      {
        description: 'For a name made from the key.',
        advanced: true,
      },
    ),
    badName: setting(z.enum(['refuse', 'clean']).default('refuse'), 'select', 'A name that is not safe', {
      description: 'refuse: the message goes to quarantine. clean: unsafe characters are replaced.',
      advanced: true,
    }),
    retry,
  }),
  initial: { folder: '', name: '', extension: 'json', badName: 'refuse', retry: usualRetry },
  brief: ({ folder, name }) => [fieldText(folder), fieldText(name)].filter(Boolean).join('/'),
  inputs: 1,
  outputs: () => out,
  step: ({ retry }) => ({ place: 'effect', destination: true, safety: 'idempotent', retry }),
  migrations: [],
});
