import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { connectionMissing, connectionSetting, connectionsOf } from '../../form/connection.ts';
import { out, retry, safety, timeoutS, usualRetry } from '../../form/delivery.ts';
import { fieldText } from '../../form/field-text.ts';
import { fileSettings, initialFile } from '../../form/file.ts';

export const sftpConnector = defineNode({
  type: 'connector.sftp',
  version: 1,
  kind: 'connector',
  name: 'Put a file by SFTP',
  summary: 'Leaves the message as a file with another system',
  help: 'Writes one file for each message under a name of its own, then gives it its right one, so that nobody picks up half of it. A file that is there already with the same content counts as delivered; one with other content is never written over.',
  icon: 'folder-share',
  config: z.strictObject({
    connection: connectionSetting('Host, its key and credentials'),
    ...fileSettings('Below the connection’s folder; / between parts. It has to be there.'),
    safety,
    timeoutS: timeoutS(30),
    retry,
  }),
  initial: {
    ...initialFile,
    safety: 'neither',
    timeoutS: 30,
    retry: usualRetry,
  },
  brief: ({ connection, folder, name }) => [connection, fieldText(folder), fieldText(name)].filter(Boolean).join('/'),
  inputs: 1,
  outputs: () => out,
  step: ({ safety, retry }) => ({ place: 'effect', destination: true, safety, retry }),
  connectionType: 'sftp',
  connections: connectionsOf,
  check: ({ connection }) => (connection === undefined ? [connectionMissing] : []),
  migrations: [],
});
