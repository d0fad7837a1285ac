import { createRootRoute, createRoute, redirect } from '@tanstack/react-router';
import { Fault } from './frame/fault.tsx';
import { NotHere } from './frame/not-here.tsx';
import { queryClient } from './frame/query-client.ts';
import { meQuery } from './frame/session.ts';
import { Shell } from './frame/shell.tsx';

export const root = createRootRoute({ errorComponent: Fault, notFoundComponent: NotHere });

/** Everything behind the sign-in. */
export const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ location }) => {
    const me = await queryClient.ensureQueryData(meQuery);
    if (me === null) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
  },
});
