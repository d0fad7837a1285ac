import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { connectionMissing, connectionSetting, connectionsOf } from '../../form/connection.ts';
import { out, retry, safety, timeoutS, usualRetry } from '../../form/delivery.ts';
import { reply } from '../../form/reply.ts';
import { namedFields, setting } from '../../form/setting.ts';
import { readStatement } from './statement.ts';

export const sqlConnector = defineNode({
  type: 'connector.sql',
  version: 1,
  kind: 'connector',
  name: 'Run a SQL statement',
  summary: 'Writes what the message says into a database',
  help: 'Runs one statement in a transaction of its own. Values of the message are handed over beside it as parameters and are never part of its text. The rows that it gives back, with RETURNING, are the answer. A value that the database refuses goes to quarantine.',
  icon: 'database-export',
  config: z.strictObject({
    connection: connectionSetting('The database and how to sign in there'),
    statement: setting(z.string().max(20_000), 'text', 'Statement', {
      lines: true,
      placeholder: 'insert into usage (id, item, quantity) values (:id, :item, :quantity)',
      description: 'Parameters are written :name. :deliveryKey is the same over all attempts.',
    }),
    parameters: setting(namedFields.default({}), 'key-value', 'Parameters', {
      description: 'Each by its name in the statement. No value: NULL.',
    }),
    atLeast: setting(z.int().min(0).max(1000).default(1), 'number', 'Rows it has to touch', {
      description: 'With fewer, nothing is changed and the message goes to quarantine.',
    }),
    safety,
    reply: setting(reply, 'group', 'Behind this step'),
    timeoutS: timeoutS(30),
    retry,
  }),
  initial: {
    statement: '',
    parameters: {},
    atLeast: 1,
    safety: 'neither',
    reply: { becomes: 'message', into: null },
    timeoutS: 30,
    retry: usualRetry,
  },
  brief: ({ connection, statement }) =>
    [connection, statement.trim().split(/\s+/).slice(0, 4).join(' ').slice(0, 40)].filter(Boolean).join(': '),
  inputs: 1,
  outputs: () => out,
  step: ({ safety, retry }) => ({ place: 'effect', destination: true, safety, retry }),
  connectionType: 'sql',
  connections: connectionsOf,
  check: ({ connection, statement, parameters }) => {
    const error = (code: string, sentence: string, field: string) => ({
      ...{ severity: 'error' as const, code, sentence, field },
    });
    if (connection === undefined) return [connectionMissing];
    if (statement.trim() === '') return [error('statement_missing', 'Write a statement.', '/statement')];
    const { names } = readStatement(statement);
    const lacking = names.find((name) => parameters[name] === undefined && name !== 'deliveryKey');
    if (lacking !== undefined) {
      return [error('parameter_missing', `The statement asks for :${lacking}; say what it is.`, '/parameters')];
    }
    const spare = Object.keys(parameters).find((name) => !names.includes(name));
    if (spare === undefined) return [];
    return [error('parameter_spare', `The statement does not ask for :${spare}.`, '/parameters')];
  },
  migrations: [],
});
