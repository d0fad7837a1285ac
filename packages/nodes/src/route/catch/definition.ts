import { defineNode, nodeId } from '@throughline/flow';
import { z } from 'zod';
import { out } from '../../form/delivery.ts';
import { setting } from '../../form/setting.ts';

export const catchErrors = defineNode({
  type: 'route.catch',
  version: 1,
  kind: 'route',
  name: 'Catch errors',
  summary: 'Takes messages that failed somewhere in the flow',
  help: 'Instead of quarantine, a message that fails in its scope goes on here, as {error, message}: what went wrong and the message as it was before that step. Failures behind a catch are never caught by it.',
  icon: 'lifebuoy',
  config: z.strictObject({
    scope: setting(
      z.union([
        z.literal('flow').meta({ title: 'The whole flow' }),
        z.array(nodeId).min(1).max(500).meta({ title: 'Chosen nodes' }),
      ]),
      'nodes',
      'Errors of',
    ),
  }),
  initial: { scope: 'flow' },
  brief: ({ scope }) =>
    scope === 'flow'
      ? 'Errors of the whole flow'
      : `Errors of ${scope.length} ${scope.length === 1 ? 'node' : 'nodes'}`,
  inputs: 0,
  outputs: () => out,
  step: ({ scope }) => ({ place: 'catch', scope }),
  migrations: [],
});
