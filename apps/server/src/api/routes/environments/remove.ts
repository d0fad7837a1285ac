import { removeEnvironment as remove } from '@throughline/store';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';
import { ofWhole } from './scope.ts';

export const removeEnvironment = route(
  {
    method: 'delete',
    path: '/environments/:environment',
    summary: 'Remove an environment in which nothing was ever live',
    permission: 'environment.manage',
    where: ofWhole,
    answer: nothing,
  },
  ({ store, principal, params }) => remove(store, principal, params.environment),
);
