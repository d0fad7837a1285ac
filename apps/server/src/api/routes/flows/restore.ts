import { audited, restoreVersion as restore } from '@throughline/store';
import { z } from 'zod';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofFlow } from './scope.ts';

export const restoreVersion = route(
  {
    method: 'post',
    path: '/flows/:flow/versions/:version/restore',
    summary: 'Put a published version in the place of the draft, unless somebody edited it meanwhile',
    permission: 'flow.edit',
    where: ofFlow,
    body: z.strictObject({ revision: z.int().min(1).meta({ description: 'The draft that was looked at' }) }),
    answer: z.object({ revision: z.int() }),
  },
  async ({ store, publishing, principal, params, body }) => {
    const version = /^[1-9]\d{0,8}$/.test(params.version) ? Number(params.version) : null;
    if (version === null) throw missing();
    const { flow } = params;
    return audited(store, principal, 'flow.restore', async (tx) => {
      const wanted = { flow, version, revision: body.revision };
      const result = await restore(tx, wanted, principal, publishing.catalogue);
      return {
        result,
        object: `flow:${flow}`,
        summary: `Put version ${version} of ${flow} in the place of its draft.`,
      };
    });
  },
);
