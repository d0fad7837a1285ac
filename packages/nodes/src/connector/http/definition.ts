import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { addressProblems } from '../../form/address.ts';
import { connectionSetting, connectionsOf } from '../../form/connection.ts';
import { out, retry, safety, timeoutS, usualRetry } from '../../form/delivery.ts';
import { fieldText } from '../../form/field-text.ts';
import { reply } from '../../form/reply.ts';
import { exprField, field, namedFields, setting } from '../../form/setting.ts';

export const httpConnector = defineNode({
  type: 'connector.http',
  version: 1,
  kind: 'connector',
  name: 'Send over HTTP',
  summary: 'Delivers the message to another system',
  help: 'Sends one request and keeps its receipt before anything behind it begins. Every attempt carries the same idempotency key. A system that cannot be reached is tried again within the time given; a refusal goes to quarantine at once.',
  icon: 'world-upload',
  config: z.strictObject({
    connection: connectionSetting('Base address and credentials'),
    method: setting(z.enum(['POST', 'PUT', 'PATCH', 'DELETE', 'GET']).default('POST'), 'select', 'Method'),
    url: setting(field, 'field', 'Address', {
      description: 'Below the connection’s base address, or a whole one.',
      placeholder: '/postings',
    }),
    query: setting(namedFields.default({}), 'key-value', 'Query', { advanced: true }),
    headers: setting(namedFields.default({}), 'key-value', 'Headers', { advanced: true }),
    body: setting(exprField.optional(), 'expression', 'Body', {
      description: 'None: the message.',
      language: 'jsonata',
    }),
    safety,
    expect: setting(z.array(z.int().min(200).max(599)).max(20).default([]), 'text', 'Expected statuses', {
      description: 'None: 200 to 299.',
      advanced: true,
    }),
    reply: setting(reply, 'group', 'Behind this step'),
    idempotencyHeader: setting(
      z
        .string()
        .max(100)
        .regex(/^[A-Za-z0-9-]*$/, 'a header name')
        .default('Idempotency-Key'),
      'text',
      'Header of the idempotency key',
      {
        description: 'Empty: not sent.',
        advanced: true,
      },
    ),
    timeoutS: timeoutS(30),
    retry,
  }),
  initial: {
    method: 'POST',
    url: '',
    query: {},
    headers: {},
    safety: 'idempotent',
    expect: [],
    reply: { becomes: 'answer' },
    idempotencyHeader: 'Idempotency-Key',
    timeoutS: 30,
    retry: usualRetry,
  },
  brief: ({ method, connection, url }) => [method, connection, fieldText(url)].filter(Boolean).join(' '),
  inputs: 1,
  outputs: () => out,
  step: ({ safety, retry }) => ({ place: 'effect', destination: true, safety, retry }),
  connectionType: 'http',
  connections: connectionsOf,
  check: addressProblems,
  migrations: [],
});
