import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { exprField, setting } from '../../form/setting.ts';

export const split = defineNode({
  type: 'route.split',
  version: 1,
  kind: 'route',
  name: 'Split',
  summary: 'Makes one message of each element of a list',
  help: 'Each element becomes a message of its own with its own run: one that fails does not hold the others. A list without elements ends here as filtered. “Gather” puts the pieces together again.',
  icon: 'arrows-diagonal-minimize-2',
  config: z.strictObject({
    items: setting(exprField, 'expression', 'List', {
      description: 'The list whose elements become messages.',
      language: 'jsonata',
    }),
  }),
  initial: { items: { expr: 'lines' } },
  brief: ({ items }) => `Each of ${items.expr}`,
  inputs: 1,
  outputs: () => [{ name: 'piece', label: 'Each piece' }],
  step: () => ({ place: 'host', pure: false }),
  migrations: [],
});
