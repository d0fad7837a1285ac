import { defineNode } from '@throughline/flow';
import { nothing } from '../../form/setting.ts';

export const giveBack = defineNode({
  type: 'route.return',
  version: 1,
  kind: 'route',
  name: 'Return to the caller',
  summary: 'Where a sub-flow ends and hands its message back',
  help: 'The flow that called this one goes on with the message as it is here. A message that never comes here does not go on in the calling flow.',
  icon: 'door-exit',
  config: nothing,
  initial: {},
  inputs: 1,
  outputs: () => [],
  step: () => ({ place: 'return' }),
  migrations: [],
});
