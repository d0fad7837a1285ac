import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { out } from '../../form/delivery.ts';
import { expression, setting } from '../../form/setting.ts';

export const filter = defineNode({
  type: 'route.filter',
  version: 1,
  kind: 'route',
  name: 'Filter',
  summary: 'Lets only wanted messages on',
  help: 'A message for which the expression is true goes on unchanged. Any other ends here as filtered, with the reason below: it is counted and can be found, but it is no error.',
  icon: 'filter',
  config: z.strictObject({
    keep: setting(expression, 'expression', 'Keep when', { language: 'jsonata' }),
    reason: setting(z.string().min(1).max(200), 'text', 'Reason', {
      description: 'What operators read about a filtered message.',
    }),
  }),
  initial: { keep: 'true', reason: 'not wanted here' },
  brief: ({ keep }) => `Keep when ${keep}`,
  inputs: 1,
  outputs: () => out,
  step: ({ keep, reason }) => ({ place: 'realm', op: { op: 'keep', text: keep, reason } }),
  expressions: ({ keep }) => [{ path: ['keep'], text: keep, language: 'jsonata' }],
  migrations: [],
});
