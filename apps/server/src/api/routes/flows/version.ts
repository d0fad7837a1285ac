import { flowSchema } from '@throughline/flow';
import { getVersion as get } from '@throughline/store';
import { z } from 'zod';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofFlow } from './scope.ts';

const NUMBER = /^[1-9]\d{0,8}$/;

export const getVersion = route(
  {
    method: 'get',
    path: '/flows/:flow/versions/:version',
    summary: 'The document of a published version',
    permission: 'flow.see',
    where: ofFlow,
    answer: z.object({ document: flowSchema }),
  },
  async ({ store, params }) => {
    const found = NUMBER.test(params.version) ? await get(store, params.flow, Number(params.version)) : null;
    if (found === null) throw missing();
    return { document: JSON.parse(found) };
  },
);
