import { listEnvironments } from '@throughline/store';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { environment, settings } from './environment.ts';
import { ofEnvironment } from './scope.ts';

export const getEnvironment = route(
  {
    method: 'get',
    path: '/environments/:environment',
    summary: 'What an environment allows: variables, retention, egress, protection, freezes',
    permission: 'environment.see',
    where: ofEnvironment,
    answer: environment.extend({ settings }),
  },
  async ({ store, params }) => {
    const found = (await listEnvironments(store)).find(({ name }) => name === params.environment);
    if (found === undefined) throw missing();
    return found;
  },
);
