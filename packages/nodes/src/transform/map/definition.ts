import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { out } from '../../form/delivery.ts';
import { contractName, expression, setting } from '../../form/setting.ts';
import { moreTables, tablesNamed } from '../../form/tables.ts';

export const map = defineNode({
  type: 'transform.map',
  version: 1,
  kind: 'transform',
  name: 'Map',
  summary: 'Gives the message another shape',
  help: 'Builds the outgoing message field by field: drawn as wires between two trees, or written as JSONata; both are the same text. A field without a value is left out. When the whole mapping gives nothing, the message stops here with an error.',
  icon: 'arrows-split-2',
  config: z.strictObject({
    text: setting(expression.max(500_000), 'mapping', 'Mapping', { language: 'jsonata' }),
    contract: setting(contractName.optional(), 'contract', 'Target', {
      description:
        'Contract that the outgoing message is meant to fit: draws the target tree and lists required fields. Not checked here.',
    }),
    tables: moreTables,
  }),
  initial: { text: '{}', tables: [] },
  brief: ({ contract }) => (contract === undefined ? '' : `Map to ${contract}`),
  inputs: 1,
  outputs: () => out,
  step: ({ text }) => ({ place: 'realm', op: { op: 'expression', text } }),
  expressions: ({ text }) => [{ path: ['text'], text, language: 'jsonata' }],
  tables: ({ text, tables }) => tablesNamed(text, '$table', tables),
  contract: ({ contract }) => contract,
  migrations: [],
});
