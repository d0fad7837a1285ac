import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { out, retry, safety, timeoutS, usualRetry } from '../../form/delivery.ts';
import { fieldText } from '../../form/field-text.ts';
import { field, reference, setting } from '../../form/setting.ts';

export const sftpConnector = defineNode({
  type: 'connector.sftp',
  version: 1,
  kind: 'connector',
  name: 'Put a file by SFTP',
  summary: 'Leaves the message as a file with another system',
  help: 'Writes one file for each message under a name of its own, then gives it its right one, so that nobody picks up half of it. A file that is there already with the same content counts as delivered; one with other content is never written over.',
  icon: 'folder-share',
  config: z.strictObject({
    connection: setting(reference.optional(), 'connection', 'Connection', {
      description: 'Host, its key and credentials, set in each environment.',
    }),
    folder: setting(field.default(''), 'field', 'Folder', {
      description: 'Below the connection’s folder; / between parts. It has to be there.',
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
      { description: 'For a name made from the key.', advanced: true },
    ),
    badName: setting(z.enum(['refuse', 'clean']).default('refuse'), 'select', 'A name that is not safe', {
      description: 'refuse: the message goes to quarantine. clean: unsafe characters are replaced.',
      advanced: true,
    }),
    safety,
    timeoutS: timeoutS(30),
    retry,
  }),
  initial: {
    folder: '',
    name: '',
    extension: 'json',
    badName: 'refuse',
    safety: 'neither',
    timeoutS: 30,
    retry: usualRetry,
  },
  brief: ({ connection, folder, name }) => [connection, fieldText(folder), fieldText(name)].filter(Boolean).join('/'),
  inputs: 1,
  outputs: () => out,
  step: ({ safety, retry }) => ({ place: 'effect', destination: true, safety, retry }),
  connectionType: 'sftp',
  connections: ({ connection }) => (connection === undefined ? [] : [connection]),
  check: ({ connection }) =>
    connection === undefined
      ? [{ severity: 'error', code: 'connection_missing', sentence: 'Name a connection.', field: '/connection' }]
      : [],
  migrations: [],
});
