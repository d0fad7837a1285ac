import { findRelease, listReleases, readContent } from '@throughline/store';
import { z } from 'zod';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { release } from './fields.ts';
import { ofRelease } from './scope.ts';

export const getRelease = route(
  {
    method: 'get',
    path: '/releases/:release',
    summary: 'One release, by its id or number: what is in it, what it needs, where it went',
    permission: 'flow.see',
    where: ofRelease,
    answer: release.extend({
      called: z.array(z.string()),
      contracts: z.array(z.string()),
      tables: z.array(z.object({ name: z.string(), version: z.string().nullable() })),
      policies: z.array(z.string()),
      connections: z.array(z.string()),
      secrets: z.array(z.string()),
      tests: z.int(),
    }),
  },
  async ({ store, params }) => {
    const id = await findRelease(store, params.release);
    const found = (await listReleases(store, 10_000)).find((one) => one.id === id);
    if (id === null || found === undefined) throw missing();
    const content = await readContent(store, id);
    const { called, contracts, tables, policies, connections, secrets, flows } = content;
    const samples = flows.flatMap(({ document }) => document.fixtures.filter(({ kind }) => kind === 'message'));
    return {
      ...found,
      called: called.map((one) => one.id),
      contracts: contracts.map((one) => one.id),
      tables: tables.map(({ name, version }) => ({ name, version })),
      policies,
      connections,
      secrets,
      tests: samples.length,
    };
  },
);
