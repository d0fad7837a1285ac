import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { fieldText } from '../../form/field-text.ts';
import { exprField, field, namedFields, setting } from '../../form/setting.ts';

export const respond = defineNode({
  type: 'connector.respond',
  version: 1,
  kind: 'connector',
  name: 'Respond',
  summary: 'Answers the caller that waits',
  help: 'Sends the answer to a caller whose trigger waits for a reply. The first answer counts; a caller that has gone is no error.',
  icon: 'corner-down-left',
  config: z.strictObject({
    status: setting(field.default('200'), 'field', 'Status', { description: 'From 200 to 599.' }),
    headers: setting(namedFields.default({}), 'key-value', 'Headers', { advanced: true }),
    body: setting(exprField.optional(), 'expression', 'Body', {
      description: 'None: the message.',
      language: 'jsonata',
    }),
  }),
  initial: { status: '200', headers: {} },
  brief: ({ status }) => `Status ${fieldText(status)}`,
  inputs: 1,
  outputs: () => [],
  step: () => ({ place: 'effect', destination: false, safety: 'idempotent' }),
  check: ({ status }) =>
    typeof status === 'string' && !/^[2-5]\d\d$/.test(status)
      ? [
          {
            severity: 'error',
            code: 'status_invalid',
            sentence: `${status || 'An empty text'} is no HTTP status from 200 to 599.`,
            field: '/status',
          },
        ]
      : [],
  migrations: [],
});
