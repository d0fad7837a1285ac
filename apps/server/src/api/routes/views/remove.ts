import { audited, removeView as remove } from '@throughline/store';
import { nothing } from '../../fields.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';

export const removeView = route(
  {
    method: 'delete',
    path: '/views/:id',
    summary: 'Forget one of your views',
    permission: 'signed-in',
    where: 'own',
    answer: nothing,
  },
  ({ store, principal, params: { id } }) =>
    audited(store, principal, 'view.remove', async (tx) => {
      if (!(await remove(tx, principal.user!.id, id))) throw missing();
      return { result: undefined, object: `view:${id}`, summary: 'Removed a view.' };
    }),
);
