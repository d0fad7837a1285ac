import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { connectionSetting, connectionsOf } from '../../form/connection.ts';
import { out, retry, safety, timeoutS, usualRetry } from '../../form/delivery.ts';
import { fieldText } from '../../form/field-text.ts';
import { field, setting } from '../../form/setting.ts';

export const mllpConnector = defineNode({
  type: 'connector.mllp',
  version: 1,
  kind: 'connector',
  name: 'Send HL7 over MLLP',
  summary: 'Delivers an HL7 v2 message to another system',
  help: 'Sends the message, as HL7 fields or HL7 text, and waits for its acknowledgement. AA is the receipt; AE and AR go to quarantine with what the receiver said. Every attempt has the same control id in MSH-10.',
  icon: 'heart-share',
  config: z.strictObject({
    connection: connectionSetting('Host, port and TLS'),
    host: setting(field.optional(), 'field', 'Host', { description: 'Only without a connection.' }),
    port: setting(z.int().min(1).max(65_535).default(2575), 'number', 'Port'),
    tls: setting(z.boolean().default(false), 'switch', 'TLS'),
    controlId: setting(z.enum(['key', 'keep']).default('key'), 'select', 'Control id (MSH-10)', {
      description: 'key: made for this delivery. keep: the one already in the message.',
      advanced: true,
    }),
    connections: setting(z.int().min(1).max(64).default(4), 'number', 'Connections at a time', { advanced: true }),
    safety,
    timeoutS: timeoutS(30),
    retry,
  }),
  initial: {
    host: '',
    port: 2575,
    tls: false,
    controlId: 'key',
    connections: 4,
    safety: 'idempotent',
    timeoutS: 30,
    retry: usualRetry,
  },
  brief: ({ connection, host, port }) => connection ?? `${fieldText(host ?? '')}:${port}`,
  inputs: 1,
  outputs: () => out,
  step: ({ safety, retry }) => ({ place: 'effect', destination: true, safety, retry }),
  connectionType: 'mllp',
  connections: connectionsOf,
  check: ({ host, connection }) =>
    (host ?? '') === '' && connection === undefined
      ? [{ severity: 'error', code: 'address_missing', sentence: 'Name a host or a connection.', field: '/host' }]
      : [],
  migrations: [],
});
