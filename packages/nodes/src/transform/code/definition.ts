import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { out } from '../../form/delivery.ts';
import { contractName, setting } from '../../form/setting.ts';
import { moreTables, tablesNamed } from '../../form/tables.ts';

export const code = defineNode({
  type: 'transform.code',
  version: 1,
  kind: 'transform',
  name: 'Code',
  summary: 'Changes the message with JavaScript of your own',
  help: 'The function gets message, context, lookup and decimal, and what it returns is the outgoing message. It has no network, no files and no secrets, and a time limit. An error stops the message with the line it came from.',
  icon: 'code',
  config: z.strictObject({
    source: setting(z.string().min(1).max(200_000), 'code', 'Code', {
      language: 'javascript',
      description: 'The body of a function; return the message.',
    }),
    contract: setting(contractName.optional(), 'contract', 'Result', {
      description: 'Contract that the returned message is meant to fit. Not checked here.',
    }),
    tables: moreTables,
  }),
  initial: { source: 'return message;\n', tables: [] },
  brief: ({ source }) => {
    const lines = source.trim().split('\n').length;
    return lines === 1 ? 'One line of JavaScript' : `${lines} lines of JavaScript`;
  },
  inputs: 1,
  outputs: () => out,
  step: ({ source }) => ({ place: 'realm', op: { op: 'code', source } }),
  expressions: ({ source }) => [{ path: ['source'], text: source, language: 'javascript' }],
  tables: ({ source, tables }) => tablesNamed(source, 'lookup', tables),
  contract: ({ contract }) => contract,
  migrations: [],
});
