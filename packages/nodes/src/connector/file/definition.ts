import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { out, retry, usualRetry } from '../../form/delivery.ts';
import { fieldText } from '../../form/field-text.ts';
import { fileSettings, initialFile } from '../../form/file.ts';

export const fileConnector = defineNode({
  type: 'connector.file',
  version: 1,
  kind: 'connector',
  name: 'Write a file',
  summary: 'Drops the message into a folder',
  help: 'Writes one file for each message, whole or not at all. Text is written as it is, everything else as JSON; put “Build” before it for another format. A second attempt writes the same file, never two.',
  icon: 'file-download',
  config: z.strictObject({
    ...fileSettings('Below the environment’s file folder; / between parts.'),
    retry,
  }),
  initial: { ...initialFile, retry: usualRetry },
  brief: ({ folder, name }) => [fieldText(folder), fieldText(name)].filter(Boolean).join('/'),
  inputs: 1,
  outputs: () => out,
  step: ({ retry }) => ({ place: 'effect', destination: true, safety: 'idempotent', retry }),
  migrations: [],
});
