import { audited, unarchiveFlow as unarchive } from '@throughline/store';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';
import { ofFlowToBe } from '../flows/scope.ts';

export const unarchiveFlow = route(
  {
    method: 'post',
    path: '/flows/:flow/unarchive',
    summary: 'Bring an archived flow back, as it was, with its versions',
    permission: 'flow.edit',
    where: ofFlowToBe,
    answer: nothing,
  },
  ({ store, principal, params: { flow } }) =>
    audited(store, principal, 'flow.unarchive', async (tx) => {
      await unarchive(tx, flow);
      return { result: undefined, object: `flow:${flow}`, summary: `Brought ${flow} back from the archive.` };
    }),
);
