import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { out } from '../../form/delivery.ts';
import { contractName, setting } from '../../form/setting.ts';

export const validate = defineNode({
  type: 'transform.validate',
  version: 1,
  kind: 'transform',
  name: 'Validate',
  summary: 'Lets only messages through that fit a contract',
  help: 'Compares the message with a contract. A message that fits goes on unchanged; any other stops here, with every field that does not fit and why. The contract’s version is fixed when the flow is published.',
  icon: 'shield-check',
  config: z.strictObject({ contract: setting(contractName, 'contract', 'Contract') }),
  initial: { contract: 'supply-usage@1' },
  brief: ({ contract }) => `Against ${contract}`,
  inputs: 1,
  outputs: () => out,
  step: ({ contract }) => ({ place: 'realm', op: { op: 'schema', contract, schema: null } }),
  contract: ({ contract }) => contract,
  migrations: [],
});
