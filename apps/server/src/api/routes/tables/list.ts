import {
  listTables as list,
  listTableVersions,
  readTable as read,
  listUnmapped as unmapped,
  whereUsed,
} from '@throughline/store';
import { z } from 'zod';
import { environmentName, instant } from '../../fields.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { inEnvironment } from '../environments/scope.ts';
import { ofNothing } from '../flows/scope.ts';
import { tableDefinition } from './definition.ts';

const environment = z.strictObject({ environment: environmentName });

export const listTables = route(
  {
    method: 'get',
    path: '/tables',
    summary: 'Reference tables as they stand in one environment, with how many rows messages in quarantine wait for',
    permission: 'table.see',
    where: inEnvironment,
    query: environment,
    answer: z.object({
      tables: z.array(
        z.object({
          name: z.string(),
          title: z.string(),
          description: z.string(),
          effective: z.boolean(),
          columns: z.int(),
          bound: z
            .object({ id: z.string(), rows: z.int(), note: z.string(), author: z.string(), createdAt: instant })
            .nullable(),
          unmapped: z.int(),
          updatedAt: instant,
        }),
      ),
    }),
  },
  async ({ store, query }) => ({ tables: await list(store, query.environment) }),
);

export const readTable = route(
  {
    method: 'get',
    path: '/tables/:table/rows',
    summary: 'A reference table with its rows, as bound in an environment or as a version had it',
    permission: 'table.see',
    where: inEnvironment,
    query: environment.extend({ version: z.string().max(160).optional() }),
    answer: z.object({
      definition: tableDefinition,
      version: z.string().nullable(),
      rows: z.array(z.object({ line: z.int(), values: z.record(z.string(), z.string()) })),
    }),
  },
  async ({ store, params, query: { environment, version } }) => {
    const found = await read(store, params.table, version === undefined ? { environment } : { version });
    if (found === null) throw missing();
    return found;
  },
);

export const listTableHistory = route(
  {
    method: 'get',
    path: '/tables/:table/versions',
    summary: 'The versions of a reference table, newest first, where each is bound, and which flows use the table',
    permission: 'table.see',
    where: ofNothing,
    answer: z.object({
      versions: z.array(
        z.object({
          id: z.string(),
          rows: z.int(),
          note: z.string(),
          author: z.string(),
          createdAt: instant,
          environments: z.array(z.string()),
        }),
      ),
      uses: z.array(
        z.object({
          flow: z.string(),
          name: z.string(),
          version: z.int(),
          environments: z.array(z.string()),
          nodes: z.array(z.object({ node: z.string(), name: z.string() })),
        }),
      ),
    }),
  },
  async ({ store, params }) => {
    const [versions, uses] = await Promise.all([
      listTableVersions(store, params.table),
      whereUsed(store, params.table),
    ]);
    return { versions, uses };
  },
);

export const listUnmapped = route(
  {
    method: 'get',
    path: '/unmapped',
    summary:
      'Rows that look-ups missed and quarantined messages wait for, most wanted first; personal keys as a hash only',
    permission: 'table.see',
    where: inEnvironment,
    query: environment.extend({ table: z.string().max(64).optional() }),
    answer: z.object({
      rows: z.array(
        z.object({
          table: z.string(),
          hash: z.string(),
          key: z.array(z.string()).nullable(),
          count: z.int(),
          firstAt: instant,
          lastAt: instant,
          flows: z.array(z.string()),
        }),
      ),
    }),
  },
  async ({ store, query }) => ({ rows: await unmapped(store, query) }),
);
