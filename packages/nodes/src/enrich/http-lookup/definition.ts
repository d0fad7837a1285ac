import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { addressProblems } from '../../form/address.ts';
import { connectionSetting, connectionsOf } from '../../form/connection.ts';
import { out, retry, timeoutS, usualRetry } from '../../form/delivery.ts';
import { fieldText } from '../../form/field-text.ts';
import { missing } from '../../form/missing.ts';
import { dottedPath, field, namedFields, setting } from '../../form/setting.ts';

export const httpLookup = defineNode({
  type: 'enrich.http-lookup',
  version: 1,
  kind: 'enrich',
  name: 'Ask over HTTP',
  summary: 'Adds what another system knows, without changing anything there',
  help: 'Reads from another system with GET and writes its answer into the message. Answers are kept for a while, so that the same question is not asked for every message. A system that cannot be reached is asked again later; the message waits.',
  icon: 'world-search',
  config: z.strictObject({
    connection: connectionSetting('Base address and credentials'),
    url: setting(field, 'field', 'Address', {
      description: 'Below the connection’s base address, or a whole one.',
      placeholder: '/items/{{ item }}',
    }),
    query: setting(namedFields.default({}), 'key-value', 'Query'),
    headers: setting(namedFields.default({}), 'key-value', 'Headers', { advanced: true }),
    into: setting(dottedPath.nullable().default(null), 'path', 'Write the answer into', {
      description: 'None: the answer becomes the message.',
    }),
    missing: setting(missing, 'group', 'When the answer is 404'),
    field: setting(dottedPath.nullable().default(null), 'path', 'Field at fault', {
      description: 'What an error points at when the answer is 404: the field that came in, such as purchaseOrder.',
      advanced: true,
    }),
    ttlS: setting(z.int().min(0).max(86_400).default(300), 'duration', 'Keep answers for', {
      description: 'Seconds; 0 asks every time.',
    }),
    timeoutS: timeoutS(10),
    retry,
  }),
  initial: {
    url: '',
    query: {},
    headers: {},
    into: 'answer',
    missing: { do: 'stop' },
    field: null,
    ttlS: 300,
    timeoutS: 10,
    retry: usualRetry,
  },
  brief: ({ connection, url }) => [connection, fieldText(url)].filter(Boolean).join(' '),
  inputs: 1,
  outputs: () => out,
  step: ({ retry }) => ({ place: 'host', pure: false, retry }),
  connectionType: 'http',
  connections: connectionsOf,
  check: addressProblems,
  migrations: [],
});
