import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { out } from '../../form/delivery.ts';
import { missing } from '../../form/missing.ts';
import { dottedPath, expression, reference, setting } from '../../form/setting.ts';

export const lookup = defineNode({
  type: 'enrich.lookup',
  version: 1,
  kind: 'enrich',
  name: 'Look up',
  summary: 'Adds values from a reference table',
  help: 'Finds a row of a reference table by its key and writes it, or one column of it, into the message: once, or for each element of a list. Every message keeps the version of the table that was live when it was accepted.',
  icon: 'table-plus',
  config: z.strictObject({
    table: setting(reference.optional(), 'table', 'Table'),
    keys: setting(
      z
        .array(setting(expression, 'expression', 'Key', { language: 'jsonata' }))
        .min(1)
        .max(8),
      'expression',
      'Keys',
      {
        description: 'One expression for each key column, in the order of the table.',
        language: 'jsonata',
      },
    ),
    at: setting(expression.nullable().default(null), 'expression', 'Effective on', {
      description: 'The day whose row is wanted. None: the day the message was accepted.',
      language: 'jsonata',
    }),
    each: setting(dottedPath.nullable().default(null), 'path', 'For each element of', {
      description:
        'A list in the message; expressions and paths then start at its element, and $message is the whole message.',
    }),
    column: setting(z.string().min(1).max(64).nullable().default(null), 'text', 'Column', {
      description: 'None: the whole row.',
    }),
    into: setting(dottedPath, 'path', 'Write into'),
    when: setting(expression.nullable().default(null), 'expression', 'Only when', {
      description: 'True where a row is wanted. None: always.',
      language: 'jsonata',
      advanced: true,
    }),
    field: setting(dottedPath.nullable().default(null), 'path', 'Field at fault', {
      description: 'What an error points at when there is no row: the field that came in, such as item.',
      advanced: true,
    }),
    missing: setting(missing, 'group', 'When there is no row'),
  }),
  initial: {
    keys: ['item'],
    at: null,
    each: null,
    column: null,
    into: 'found',
    when: null,
    field: null,
    missing: { do: 'stop' },
  },
  brief: ({ table, into }) => (table === undefined ? 'No table chosen' : `${table} → ${into}`),
  inputs: 1,
  outputs: () => out,
  step: ({ table, keys, at, each, column, into, when, field, missing }) => ({
    place: 'realm',
    op: { op: 'lookup', table: table ?? '', keys, at, each, into, column, when, field, missing },
  }),
  expressions: ({ keys, at, when }) => [
    ...keys.map((text, i) => ({ path: ['keys', i], text, language: 'jsonata' as const })),
    ...(at === null ? [] : [{ path: ['at'], text: at, language: 'jsonata' as const }]),
    ...(when === null ? [] : [{ path: ['when'], text: when, language: 'jsonata' as const }]),
  ],
  tables: ({ table }) => (table === undefined ? [] : [table]),
  check: ({ table }) => {
    const sentence = 'Choose the reference table that rows are looked up in.';
    return table === undefined ? [{ severity: 'error', code: 'table_missing', sentence, field: '/table' }] : [];
  },
  migrations: [],
});
