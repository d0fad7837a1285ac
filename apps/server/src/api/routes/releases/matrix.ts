import { can, readMatrix } from '@throughline/store';
import { z } from 'zod';
import { flowFilter } from '../../folders.ts';
import { route } from '../../route.ts';
import { promotion } from './fields.ts';

export const releaseMatrix = route(
  {
    method: 'get',
    path: '/releases/matrix',
    summary: 'Flows by environments: what runs, what was released, what drifted, what waits',
    permission: 'flow.see',
    where: 'listed',
    answer: z.object({
      environments: z.array(
        z.object({
          name: z.string(),
          title: z.string(),
          colour: z.string(),
          protected: z.boolean(),
          live: promotion.nullable(),
          phased: promotion.nullable(),
          waiting: z.array(promotion),
          canRollBack: z.boolean(),
          tableDrift: z.array(z.string()),
        }),
      ),
      flows: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          newest: z.int().nullable(),
          cells: z.array(
            z.object({
              environment: z.string(),
              version: z.int().nullable(),
              candidate: z.int().nullable(),
              released: z.int().nullable(),
              drift: z.boolean(),
            }),
          ),
        }),
      ),
    }),
  },
  async ({ store, principal }) => {
    const { environments, flows: all } = await readMatrix(store);
    const seesFlow = await flowFilter(store, principal, 'flow.see', null);
    const flows = all.filter(({ id }) => seesFlow(id));
    const sees = (environment: string) => can(principal, 'flow.see', { environment, folder: null });
    return {
      environments: environments.filter(({ name }) => sees(name)),
      flows: flows.map((flow) => ({ ...flow, cells: flow.cells.filter(({ environment }) => sees(environment)) })),
    };
  },
);
