import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { environmentsQuery, lastEnvironment } from './frame/environments.ts';
import { Fault } from './frame/fault.tsx';
import { NotHere } from './frame/not-here.tsx';
import { queryClient } from './frame/query-client.ts';
import { SignIn } from './frame/sign-in.tsx';
import { govern } from './govern-routes.ts';
import { inside, root } from './inside.ts';
import { headQuery, readRunSearch } from './operate/runs/query.ts';
import { type TablePart, tableParts } from './operate/tables/parts.ts';
import { traceQuery } from './operate/trace/query.ts';

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignIn,
  validateSearch: ({ to, problem, ended }): { to?: string; problem?: string; ended?: true } => ({
    ...(typeof to === 'string' ? { to } : {}),
    ...(typeof problem === 'string' ? { problem } : {}),
    ...(ended === true ? { ended } : {}),
  }),
});

/** Where an invitation's link leads: nobody is signed in yet. */
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./govern/people/invitation.tsx'), 'InvitationPage'),
});

const start = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: async () => {
    const { environments } = await queryClient.ensureQueryData(environmentsQuery);
    const environment = lastEnvironment(environments);
    if (environment !== null) throw redirect({ to: '/$environment', params: { environment } });
  },
  component: NotHere,
});

/** Every screen is a chunk of its own, loaded when somebody goes there. */
const home = createRoute({
  getParentRoute: () => inside,
  path: '/$environment',
  component: lazyRouteComponent(() => import('./operate/home/home.tsx'), 'Home'),
});

/** Partners read it with a key of theirs, and do not sign in. */
const catalogue = createRoute({
  getParentRoute: () => root,
  path: '/catalogue',
  component: lazyRouteComponent(() => import('./govern/catalogue/catalogue.tsx'), 'CataloguePage'),
});

const runs = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/runs',
  validateSearch: readRunSearch,
  // Asked for while the screen is being drawn.
  loaderDeps: ({ search }) => search,
  loader: ({ params: { environment }, deps }) => void queryClient.prefetchQuery(headQuery(environment, deps)),
  component: lazyRouteComponent(() => import('./operate/runs/runs.tsx'), 'Runs'),
});

const run = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/runs/$run',
  loader: ({ params }) => void queryClient.prefetchQuery(traceQuery(params.run)),
  component: lazyRouteComponent(() => import('./operate/trace/trace.tsx'), 'Trace'),
});

const quarantine = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/quarantine',
  component: lazyRouteComponent(() => import('./operate/quarantine/quarantine.tsx'), 'Quarantine'),
  validateSearch: ({ q }): { q?: string } => (q === undefined || q === '' ? {} : { q: String(q).slice(0, 200) }),
});

const quarantined = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/quarantine/$id',
  component: lazyRouteComponent(() => import('./operate/quarantine/detail.tsx'), 'QuarantineDetail'),
});

const replays = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/replays',
  component: lazyRouteComponent(() => import('./operate/replay/replays.tsx'), 'Replays'),
});

const replay = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/replays/$replay',
  component: lazyRouteComponent(() => import('./operate/replay/replay.tsx'), 'Replay'),
});

const flows = createRoute({
  getParentRoute: () => inside,
  path: '/flows',
  component: lazyRouteComponent(() => import('./design/list/flows.tsx'), 'Flows'),
  validateSearch: ({ show }): { show?: 'archived' } => (show === 'archived' ? { show } : {}),
});

const designer = createRoute({
  getParentRoute: () => inside,
  path: '/flows/$flow',
  component: lazyRouteComponent(() => import('./design/shell/designer.tsx'), 'Designer'),
  validateSearch: (search): { node?: string } => (typeof search['node'] === 'string' ? { node: search['node'] } : {}),
});

const versions = createRoute({
  getParentRoute: () => inside,
  path: '/flows/$flow/versions',
  component: lazyRouteComponent(() => import('./design/versions/versions.tsx'), 'Versions'),
  validateSearch: ({ from, to }): { from?: string; to?: string } => ({ ...side('from', from), ...side('to', to) }),
});

function side(name: 'from' | 'to', value: unknown) {
  return /^(draft|[1-9]\d{0,8})$/.test(String(value)) ? { [name]: String(value) } : {};
}

const timeline = createRoute({
  getParentRoute: () => inside,
  path: '/$environment/timeline',
  component: lazyRouteComponent(() => import('./operate/timeline/timeline.tsx'), 'Timeline'),
  validateSearch: ({ key }): { key?: string } =>
    key === undefined || key === '' ? {} : { key: String(key).slice(0, 200) },
});

const tables = createRoute({
  getParentRoute: () => inside,
  path: '/tables',
  component: lazyRouteComponent(() => import('./operate/tables/tables.tsx'), 'Tables'),
});

const table = createRoute({
  getParentRoute: () => inside,
  path: '/tables/$table',
  component: lazyRouteComponent(() => import('./operate/tables/table.tsx'), 'TableScreen'),
  validateSearch: ({ environment, show }): { environment?: string; show?: TablePart } => ({
    ...(typeof environment === 'string' ? { environment } : {}),
    ...(tableParts.some((part) => part === show) ? { show: show as TablePart } : {}),
  }),
});

const contracts = createRoute({
  getParentRoute: () => inside,
  path: '/contracts',
  component: lazyRouteComponent(() => import('./operate/contracts/contracts.tsx'), 'Contracts'),
  validateSearch: ({ id }): { id?: string } => (typeof id === 'string' ? { id } : {}),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    invitation,
    catalogue,
    inside.addChildren([
      start,
      home,
      runs,
      run,
      quarantine,
      quarantined,
      replays,
      replay,
      timeline,
      tables,
      table,
      contracts,
      flows,
      designer,
      versions,
      ...govern,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: Fault, // In place of the screen alone: the navigation around it stays.
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
