import { archiveFlow as archive, audited } from '@throughline/store';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';
import { ofFlow } from '../flows/scope.ts';

export const archiveFlow = route(
  {
    method: 'delete',
    path: '/flows/:flow',
    summary: 'Archive a flow that is live nowhere: it leaves every list; its versions and runs stay',
    permission: 'flow.edit',
    where: ofFlow,
    answer: nothing,
  },
  ({ store, principal, params: { flow } }) =>
    audited(store, principal, 'flow.archive', async (tx) => {
      await archive(tx, flow);
      return { result: undefined, object: `flow:${flow}`, summary: `Archived ${flow}.` };
    }),
);
