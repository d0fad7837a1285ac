import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { connectionMissing, connectionSetting, connectionsOf } from '../../form/connection.ts';
import { out, retry, safety, timeoutS, usualRetry } from '../../form/delivery.ts';
import { fieldText } from '../../form/field-text.ts';
import { field, namedFields, setting } from '../../form/setting.ts';

export const amqpConnector = defineNode({
  type: 'connector.amqp',
  version: 1,
  kind: 'connector',
  name: 'Publish over AMQP',
  summary: 'Gives the message to a broker for others to take',
  help: 'Publishes the message, kept on disk there, and waits until the broker confirms that it has it. A message that no queue would take is given back, and goes to quarantine. Every attempt has the same message id, by which receivers know one that comes twice.',
  icon: 'route-2',
  config: z.strictObject({
    connection: connectionSetting('The broker and how to sign in there'),
    exchange: setting(field.default(''), 'field', 'Exchange', {
      description: 'Empty: straight to the queue that the routing key names.',
    }),
    routingKey: setting(field.default(''), 'field', 'Routing key', { placeholder: 'usage.{{ facility }}' }),
    headers: setting(namedFields.default({}), 'key-value', 'Headers', { advanced: true }),
    mandatory: setting(z.boolean().default(true), 'switch', 'Some queue has to take it', { advanced: true }),
    safety,
    timeoutS: timeoutS(30),
    retry,
  }),
  initial: {
    exchange: '',
    routingKey: '',
    headers: {},
    mandatory: true,
    safety: 'idempotent',
    timeoutS: 30,
    retry: usualRetry,
  },
  brief: ({ connection, exchange, routingKey }) =>
    [connection, fieldText(exchange), fieldText(routingKey)].filter(Boolean).join(' '),
  inputs: 1,
  outputs: () => out,
  step: ({ safety, retry }) => ({ place: 'effect', destination: true, safety, retry }),
  connectionType: 'amqp',
  connections: connectionsOf,
  check: ({ connection, exchange, routingKey }) => {
    if (connection === undefined) return [connectionMissing];
    if (exchange !== '' || routingKey !== '') return [];
    const sentence = 'Name an exchange, or the queue as the routing key.';
    return [{ severity: 'error', code: 'routing_missing', sentence, field: '/routingKey' }];
  },
  migrations: [],
});
