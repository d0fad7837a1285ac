import { defineNode, slug } from '@throughline/flow';
import { z } from 'zod';
import { out } from '../../form/delivery.ts';
import { setting } from '../../form/setting.ts';

export const call = defineNode({
  type: 'route.call',
  version: 1,
  kind: 'route',
  name: 'Call a flow',
  summary: 'Runs another flow as one step of this one',
  help: 'The message goes through the other flow and comes back from its “Return to the caller”. The other flow is fixed when this one is published: a later change there does not change this version.',
  icon: 'git-fork',
  config: z.strictObject({ flow: setting(slug.optional(), 'flow', 'Flow') }),
  initial: {},
  brief: ({ flow }) => flow ?? 'No flow chosen',
  inputs: 1,
  outputs: () => out,
  step: ({ flow }) => ({ place: 'call', flow: flow ?? '' }),
  check: ({ flow }) => {
    const sentence = 'Choose the flow that is called.';
    return flow === undefined ? [{ severity: 'error', code: 'flow_not_chosen', sentence, field: '/flow' }] : [];
  },
  migrations: [],
});
