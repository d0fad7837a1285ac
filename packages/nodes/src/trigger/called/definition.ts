import { defineNode } from '@throughline/flow';
import { out } from '../../form/delivery.ts';
import { nothing } from '../../form/setting.ts';

export const calledTrigger = defineNode({
  type: 'trigger.called',
  version: 1,
  kind: 'trigger',
  name: 'Called by a flow',
  summary: 'Where a sub-flow begins',
  help: 'Another flow that calls this one hands its message in here. A flow that can be called has exactly one of these and ends in “Return to the caller”.',
  icon: 'door-enter',
  config: nothing,
  initial: {},
  inputs: 0,
  outputs: () => out,
  step: () => ({ place: 'trigger', called: true }),
  migrations: [],
});
