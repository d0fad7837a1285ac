import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { exprField, setting } from '../../form/setting.ts';

export const gather = defineNode({
  type: 'route.gather',
  version: 1,
  kind: 'route',
  name: 'Gather',
  summary: 'Puts several messages together into one list',
  help: 'Waits for all pieces of the same split, or for messages with the same key, and goes on once with a list of them in the order of the pieces. When the time is over before all are there, the message stops with an error that says how many are missing.',
  icon: 'arrows-join',
  config: z.strictObject({
    key: setting(exprField.nullable().default(null), 'expression', 'Same key', {
      description: 'None: the pieces of the same split.',
      language: 'jsonata',
    }),
    expected: setting(
      z
        .union([z.int().min(1).max(100_000), exprField])
        .nullable()
        .default(null),
      'expression',
      'How many',
      {
        description: 'None: as many as the split made. Needed with a key.',
        language: 'jsonata',
      },
    ),
    timeoutS: setting(z.int().min(1).max(604_800).default(3600), 'duration', 'Wait at most', {
      description: 'Seconds.',
    }),
  }),
  initial: { key: null, expected: null, timeoutS: 3600 },
  brief: ({ key }) => (key === null ? 'Pieces of the same split' : `By ${key.expr}`),
  inputs: 1,
  outputs: () => [{ name: 'all', label: 'All together' }],
  step: () => ({ place: 'host', pure: false }),
  check: ({ key, expected }) =>
    key !== null && expected === null
      ? [
          {
            severity: 'error',
            code: 'expected_missing',
            sentence: 'With a key, say how many messages belong together.',
            field: '/expected',
          },
        ]
      : [],
  migrations: [],
});
